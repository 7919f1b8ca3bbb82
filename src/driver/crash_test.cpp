// kill -9 at random instants under load, judged by what the parent heard of the replies: nothing acknowledged may be lost, nothing
// may be doubled. The control lies about its commits and must be caught by the same judge.

#include <random>

#include <sys/wait.h>
#include <unistd.h>

#include "driver/house_test.hpp"

namespace markaz::driver::test {
namespace {

/// What a reply said, written whole into the pipe before the child goes on.
struct Acknowledged {
    std::uint64_t reference = 0;
    std::uint64_t contact = 0;
    EntryNumber entry = 0;
};

/// Says of every commit that it is stored, but keeps the newest entries back: what "told before the commit" looks like from outside.
class LyingWriter final : public journal::Writer {
public:
    explicit LyingWriter(journal::Writer& behind) : behind_(behind) {}
    Result<void> append(std::span<const journal::Entry> entries) override {
        kept_back_.insert(kept_back_.end(), entries.begin(), entries.end());
        if (std::ssize(kept_back_) <= most_kept_back) return {};
        const auto end = kept_back_.end() - most_kept_back;
        auto stored = behind_.append({kept_back_.begin(), end});
        kept_back_.erase(kept_back_.begin(), end);
        return stored;
    }
    Result<void> keep(const journal::StoredSnapshot&, EntryNumber) override { return {}; }

    /// More than the driver's queues hold below, so that what is told last is always among them.
    static constexpr std::ptrdiff_t most_kept_back = 1'000;

private:
    journal::Writer& behind_;
    std::vector<journal::Entry> kept_back_;
};

constexpr LiveOptions honest_options{.seed = 7, .snapshot_every = 500};
constexpr LiveOptions lying_options{.seed = 7, .most_inputs = 64, .most_in_flight = 64, .most_in_commit = 64};

enum class Honesty { honest, lying };

class Crash : public House {
protected:
    /// One life of the centre: recovers, then takes calls until it is killed. Ends by itself only if something is wrong.
    [[noreturn]] void live_until_killed(int ledger, std::uint64_t first_reference, Honesty honesty) {
        SystemClock system(nine);
        recover_house();
        LyingWriter lying(*store);
        const bool lies = honesty == Honesty::lying;
        journal::Writer& writer = lies ? static_cast<journal::Writer&>(lying) : *store;
        // The records would betray a lie by being ahead of the journal; here the ledger alone shall find it.
        Live centre(std::move(recovered->start), writer, system, lies ? nullptr : projector.get(), lies ? lying_options : honest_options);
        centre.start();
        if (first_reference == 1) centre.submit(published());
        for (std::uint64_t reference = first_reference;; ++reference) {
            const auto reply = [ledger, reference](const Answer& answer) {
                const Acknowledged line{reference, std::get<centre::ContactStarted>(answer.value().told.front().what).contact.value,
                                        answer->entry};
                if (::write(ledger, &line, sizeof line) != sizeof line) _exit(2);
            };
            while (centre.submit(call(reference), reply) != Submitted::taken) std::this_thread::yield();
            // Every other caller hangs up, if the contact is known by then; a refusal is as good a load as any.
            if (reference % 2 == 0) centre.submit(centre::CallerLeft{{reference}});
        }
    }

    /// Lets a centre live until its replies number `replies`, kills it, and keeps what was heard.
    void one_life(std::size_t replies, Honesty honesty) {
        int ledger[2];
        ASSERT_EQ(::pipe(ledger), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            ::close(ledger[0]);
            live_until_killed(ledger[1], next_reference, honesty);
        }
        ::close(ledger[1]);
        Acknowledged line;
        for (std::size_t heard = 0; ::read(ledger[0], &line, sizeof line) == sizeof line;) {
            acknowledged.push_back(line);
            if (++heard == replies) ::kill(child, SIGKILL);
        }
        ::close(ledger[0]);
        int status = 0;
        ::waitpid(child, &status, 0);
        ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "the centre ended by itself";
        next_reference = acknowledged.back().reference + 1'000'000;
    }

    /// What is wrong with the journal and the records in the light of what was heard.
    std::vector<std::string> judge() {
        std::vector<std::string> wrong;
        std::map<std::uint64_t, EntryNumber> stored;
        for (const journal::Entry& entry : entries()) {
            if (entry.type != "contact_arrived") continue;
            const auto input = must(journal::decode(entry, library()));
            const auto reference = std::get<centre::ContactArrived>(input).reference;
            if (!stored.emplace(reference, entry.number).second) wrong.push_back("call " + std::to_string(reference) + " is doubled");
        }
        recover_house();
        for (const Problem& note : recovered->notes) wrong.push_back(note.line());
        close();
        std::map<std::uint64_t, std::uint64_t> contacts;
        for (const ContactRow& row : contact_rows()) contacts.emplace(row.reference, row.id);
        if (contacts.size() != stored.size()) wrong.push_back("the records hold other contacts than the journal");
        for (const Acknowledged& each : acknowledged) {
            if (!stored.contains(each.reference))
                wrong.push_back("call " + std::to_string(each.reference) + " was acknowledged and is lost");
            else if (stored[each.reference] != each.entry || contacts[each.reference] != each.contact)
                wrong.push_back("call " + std::to_string(each.reference) + " is not what was acknowledged");
        }
        return wrong;
    }

    std::uint64_t next_reference = 1;
    std::vector<Acknowledged> acknowledged;
};

TEST_F(Crash, LosesNothingAcknowledgedAndDoublesNothing) {
    std::mt19937 chance(std::random_device{}());
    for (int round = 1; round <= 10; ++round) {
        one_life(std::uniform_int_distribution<std::size_t>(1, 3000)(chance), Honesty::honest);
        if (HasFatalFailure()) return;
        ASSERT_EQ(judge(), std::vector<std::string>{}) << "in round " << round;
    }
    EXPECT_GE(acknowledged.size(), 10u);
}

TEST_F(Crash, IsCaughtWhenItTellsBeforeTheCommit) {
    one_life(2000, Honesty::lying);
    const auto wrong = judge();
    ASSERT_FALSE(wrong.empty());
    EXPECT_TRUE(wrong.front().ends_with("was acknowledged and is lost")) << wrong.front();
}

}  // namespace
}  // namespace markaz::driver::test
