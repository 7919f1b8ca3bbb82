#include "app/telephones.hpp"

#include <charconv>
#include <random>

#include "app/clock.hpp"
#include "driver/ask.hpp"
#include "journal/store_vault.hpp"
#include "people/store.hpp"
#include "procedure/run.hpp"
#include "switchboard/store.hpp"
#include "telephony/peaks.hpp"
#include "telephony/recording.hpp"
#include "telephony/speech.hpp"

namespace markaz::app {

namespace fs = std::filesystem;

namespace {

/// Recordings of one directory, so that no directory grows without bound.
constexpr std::uint64_t per_directory = 1'000;

/// Without the records the file with open legs says nothing of anybody.
std::array<std::uint8_t, 32> legs_key(storage::Database& records) {
    std::random_device chance;
    std::string fresh;
    std::array<std::uint8_t, 32> key{};
    for (std::size_t byte = 0; byte < key.size(); ++byte)
        for (const auto bits = chance(); const int shift : {4, 0}) fresh += "0123456789abcdef"[bits >> shift & 15];
    const std::string hex = switchboard::TelephoneStore(records).secret("legs-key", fresh);
    for (std::size_t byte = 0; byte < key.size(); ++byte) std::from_chars(hex.data() + 2 * byte, hex.data() + 2 * byte + 2, key[byte], 16);
    return key;
}

}  // namespace

Telephones::Telephones(House& house)
    : house_(house), callers_(house.errands()), lost_places_(house.errands()), prompts_(house.data() / "prompts", {}) {
    machine_->live = &house.live();
}

// The telephone's threads tell the switchboard; they end first.
Telephones::~Telephones() {
    telephony_.reset();
    std::lock_guard lock(machine_->mutex);
    machine_->live = nullptr;
}

Result<std::unique_ptr<Telephones>> Telephones::open(House& house, telephony::Settings settings) {
    std::unique_ptr<Telephones> made(new Telephones(house));
    made->mend_recordings();
    {
        auto records = house.records().borrow();
        switchboard::TelephoneStore store(*records);
        settings.devices = store.known_devices();
        settings.trunks = store.known_trunks();
        settings.legs_file = (house.data() / "legs").string();
        settings.legs_key = legs_key(*records);
    }
    // Nobody can call before the switchboard stands: events that come earlier are of calls that the caller will try again.
    auto opened = telephony::open_telephony(std::move(settings), [made = made.get()](telephony::Event event) {
        if (switchboard::Switchboard* listening = made->listening_) listening->hear(event);
        std::lock_guard lock(made->follower_mutex_);
        if (made->follower_) made->follower_(event);
    });
    if (!opened) return std::unexpected(opened.error());
    made->telephony_ = std::move(*opened);
    made->switchboard_ = std::make_unique<switchboard::Switchboard>(*made->telephony_, made->needs());
    made->reload();
    made->callers_.begin(house.beginning().snapshot.cases, *house.records().borrow(), clock_now());
    made->listening_ = made->switchboard_.get();
    house.live().subscribe([made = made.get()](const driver::Committed& entry) {
        made->callers_.follow(entry.told);
        made->switchboard_->carry_out(entry);
        made->lost_places_.follow(entry);
    });
    return made;
}

void Telephones::follow(std::function<void(const telephony::Event&)> follower) {
    std::lock_guard lock(follower_mutex_);
    follower_ = std::move(follower);
}

void Telephones::mend_recordings() {
    auto records = house_.records().borrow();
    contact::ContactStore store(*records);
    for (const contact::RecordingRecord& torn : store.recordings_running()) {
        const auto length = telephony::repair_recording((house_.data() / torn.file).string());
        if (length)
            store.end_recording(torn.id, *length, contact::RecordingState::ready);
        else
            store.end_recording(torn.id, Duration{0}, contact::RecordingState::failed);
    }
}

void Telephones::reload() {
    auto records = house_.records().borrow();
    switchboard::TelephoneStore store(*records);
    auto directory = std::make_shared<switchboard::Directory>();
    for (const switchboard::DialledNumber& number : store.numbers()) directory->numbers.emplace(number.called, number);
    for (const people::Person& person : people::PeopleStore(*records).everyone())
        if (!person.device.empty()) directory->devices.emplace(person.id, person.device);
    switchboard_->set_directory(std::move(directory));
    {
        std::lock_guard lock(trunks_mutex_);
        trunks_ = store.known_trunks();
    }
    telephony_->set_devices(store.known_devices(), store.known_trunks());
}

std::uint32_t Telephones::contacts_lately(const std::string& caller) {
    return callers_.customer(caller, clock_now()).known.contacts_lately;
}

void Telephones::reload_customers() { callers_.know_customers(*house_.records().borrow()); }

switchboard::House Telephones::needs() {
    switchboard::House needs;
    needs.now = clock_now;
    needs.submit = [this](centre::Input input, std::function<void(switchboard::Fate)> done) {
        if (!done) {
            house_.live().submit(std::move(input));
            return;
        }
        auto told = std::make_shared<std::function<void(switchboard::Fate)>>(std::move(done));
        const auto submitted = house_.live().submit(std::move(input), [told](const driver::Answer& answer) {
            (*told)(answer ? switchboard::Fate::accepted : switchboard::Fate::refused);
        });
        if (submitted != driver::Submitted::taken) (*told)(switchboard::Fate::busy);
    };
    needs.queue_speech = [this](centre::QueueSentence which, std::uint32_t number, Language language) {
        return prompts_.sentence(which, number, language);
    };
    needs.queue_message = [this](std::uint64_t manual, Key queue, std::uint32_t number, Language language) {
        return prompts_.message(manual, queue, number, language);
    };
    needs.speech = [this](std::uint64_t manual, Key flow, Key step, Language language) {
        return prompts_.find(manual, flow, step, language);
    };
    needs.takes_keys = [this](std::uint64_t manual, Key flow, Key step) {
        const procedure::ManualRef version = house_.manuals().of(manual);
        return version && procedure::takes_keys(*version, flow, step);
    };
    needs.music = [this, music = telephony::music()](Key queue) {
        return queue_says(queue, &routing::QueuePolicy::music) ? music : nullptr;
    };
    needs.keep_caller = [this](const std::string& caller) { return callers_.keep(caller); };
    needs.answered = [this](contact::VaultId caller, people::PersonId person) { callers_.answered(caller, person); };
    needs.preferred = [this](const std::string& caller) { return callers_.preferred(caller); };
    needs.customer = [this](const std::string& caller) { return callers_.customer(caller, clock_now()); };
    needs.lost_place = [this](const std::string& caller) { return lost_place(caller); };
    needs.may_call = [this](const std::string& trunk, const std::string& number) {
        std::lock_guard lock(trunks_mutex_);
        const auto known = std::ranges::find(trunks_, trunk, &telephony::Trunk::name);
        return known != trunks_.end() && telephony::may_call(*known, number);
    };
    needs.caller_number = [this](contact::VaultId id) {
        if (auto number = callers_.number(id)) return std::move(*number);
        // Of a call before the program began: whoever waits to be called back.
        auto records = house_.records().borrow();
        return journal::Vault(*records).get(id, "caller-number"_key).value_or("");
    };
    needs.queue_title = [this](Key queue) {
        const procedure::ManualRef manual = house_.manuals().newest();
        const Text* title = manual ? manual->queue_title(queue) : nullptr;
        return title ? (*title)[Language::en] : std::string(queue.text());
    };
    needs.recording_file = [this](contact::AssignmentId assignment, Key queue) { return recording_file(assignment, queue); };
    needs.message_file = [this](contact::ContactId contact, contact::PlayNumber play) { return message_file(contact, play); };
    needs.weigh_message = [this](contact::ContactId contact) { weigh_message(contact); };
    needs.erase_message = [this](contact::ContactId contact) { erase_message(contact); };
    needs.recording_begun = [this](const switchboard::Recording& recording) { recording_begun(recording); };
    needs.recording_ended = [this](const switchboard::Recording& recording) { recording_ended(recording); };
    return needs;
}

/// Of a queue that gives places back, if it is not too late.
Duration Telephones::lost_place(const std::string& caller) {
    const auto place = lost_places_.take(caller);
    const Instant now = clock_now();
    if (!place || now - place->lost > queue_says(place->queue, &routing::QueuePolicy::rejoin)) return Duration{0};
    return std::max(now - place->since, Duration{0});
}

template <class What>
What Telephones::queue_says(Key queue, What routing::QueuePolicy::*what) const {
    const procedure::ManualRef manual = house_.manuals().newest();
    const routing::QueuePolicy* policy = manual ? manual->queue(queue) : nullptr;
    return policy ? policy->*what : routing::QueuePolicy{}.*what;
}

std::string Telephones::recording_file(contact::AssignmentId assignment, Key queue) const {
    if (!queue_says(queue, &routing::QueuePolicy::record)) return {};
    const fs::path folder = house_.data() / "recordings" / std::to_string(assignment.value / per_directory);
    std::error_code error;
    fs::create_directories(folder, error);
    return (folder / (std::to_string(assignment.value) + ".wav")).string();
}

std::string Telephones::message_file(contact::ContactId contact, contact::PlayNumber play) const {
    const fs::path folder = house_.data() / "recordings" / "messages" / std::to_string(contact.value / per_directory);
    std::error_code error;
    fs::create_directories(folder, error);
    return (folder / (std::to_string(contact.value) + '-' + std::to_string(play) + ".wav")).string();
}

namespace {

/// The message that a caller left in this contact, if any: the last one, should an earlier attempt still be there.
std::optional<contact::RecordingRecord> message_of(contact::ContactStore& store, contact::ContactId contact) {
    std::optional<contact::RecordingRecord> last;
    for (contact::RecordingRecord& each : store.recordings_of(contact))
        if (!each.assignment) last = std::move(each);
    return last;
}

}  // namespace

/// After what was handed in before, such as the recording's own end.
void Telephones::weigh_message(contact::ContactId contact) {
    house_.errands().run([data = house_.data(), machine = machine_, contact](storage::Database& records) {
        contact::ContactStore store(records);
        centre::MessageRecorded recorded{contact, Duration{0}, Duration{0}};
        if (const auto message = message_of(store, contact); message && message->state == contact::RecordingState::ready) {
            recorded.length = message->length;
            recorded.heard = telephony::voice_in((data / message->file).string()).value_or(Duration{0});
        }
        std::lock_guard lock(machine->mutex);
        // It must not be lost where the machine is busy: a contact whose message nobody weighed would stay open for ever. Its answer is not
        // waited for, because what follows from it may wait for us.
        if (machine->live) driver::hand_in(*machine->live, recorded);
    });
}

void Telephones::erase_message(contact::ContactId contact) {
    house_.errands().run([data = house_.data(), contact](storage::Database& records) {
        contact::ContactStore store(records);
        while (const auto message = message_of(store, contact)) {
            std::error_code failed;
            fs::remove(data / message->file, failed);
            store.forget_recording(message->id);
        }
    });
}

void Telephones::recording_begun(const switchboard::Recording& recording) {
    const std::string file = fs::relative(recording.file, house_.data()).string();
    house_.errands().run([recording, file](storage::Database& records) {
        contact::ContactStore(records).begin_recording(recording.contact, recording.assignment, file, recording.from);
    });
}

void Telephones::recording_ended(const switchboard::Recording& recording) {
    if (!recording.problem.empty()) std::fprintf(stderr, "markaz: %s: %s\n", recording.file.c_str(), recording.problem.c_str());
    house_.errands().run([recording](storage::Database& records) {
        contact::ContactStore store(records);
        for (const contact::RecordingRecord& each : store.recordings_of(recording.contact))
            if (each.assignment == recording.assignment)
                store.end_recording(each.id, recording.length,
                                    recording.problem.empty() ? contact::RecordingState::ready : contact::RecordingState::failed);
    });
}

}  // namespace markaz::app
