#include "app/simulate.hpp"

#include <cstdio>
#include <limits>
#include <map>
#include <tuple>

#include "app/commands.hpp"
#include "app/records.hpp"
#include "app/simulated_centre.hpp"
#include "contact/store.hpp"
#include "journal/store_directory.hpp"
#include "sim/attribution.hpp"
#include "sim/run.hpp"

namespace markaz::app {

namespace {

/// What happened in the queues of data directories, as their reports count it. Each span of time is read once for all queues.
class Histories {
public:
    Result<sim::History> operator()(const sim::HistoryWanted& wanted) {
        auto offers = read(wanted);
        if (!offers) return std::unexpected(offers.error());
        sim::History history;
        for (const metrics::Offer& offer : **offers) {
            if (!offer.facts.ended || (wanted.queue && offer.whose != wanted.queue.text())) continue;
            const Duration wait = *offer.facts.ended - offer.facts.offered;
            if (offer.facts.end == contact::VisitEnd::abandoned) history.abandoned_waits.push_back(wait);
            if (offer.facts.end != contact::VisitEnd::answered) continue;
            history.answered_waits.push_back(wait);
            history.handle.push_back(offer.facts.talk + offer.facts.hold);
            history.wrap_up.push_back(offer.facts.wrap_up);
        }
        return history;
    }

private:
    using Span = std::tuple<std::filesystem::path, Instant, Instant>;

    Result<const std::vector<metrics::Offer>*> read(const sim::HistoryWanted& wanted) {
        constexpr Instant always{Duration{std::numeric_limits<std::int64_t>::max()}};
        const Span span{wanted.data, wanted.from.value_or(Instant{}), wanted.until.value_or(always)};
        if (const auto known = offers_.find(span); known != offers_.end()) return &known->second;
        if (!std::filesystem::exists(wanted.data / journal::records_file))
            return problem(wanted.data.string(), "this is no data directory");
        auto records = read_records(wanted.data);
        if (!records) return std::unexpected(records.error());
        try {
            contact::ContactStore store(*records);
            return &(offers_[span] = store.visit_offers(std::get<1>(span), std::get<2>(span), contact::Origins::all));
        } catch (const storage::StorageError& error) {
            return problem(wanted.data.string(), error.what());
        }
    }

    std::map<Span, std::vector<metrics::Offer>> offers_;
};

/// Nothing where it is refused, which has been told.
std::optional<sim::Scenario> read(const std::filesystem::path& file, Histories& histories) {
    auto scenario = sim::read_scenario(file, [&](const sim::HistoryWanted& wanted) { return histories(wanted); });
    if (scenario) return std::move(*scenario);
    for (const Problem& problem : scenario.error()) refuse(problem);
    return std::nullopt;
}

int write(const std::string& text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
        return fail({"", "the result could not be written", ""});
    return exit_done;
}

int attribute(const SimulateOptions& options, const sim::Scenario& planned, const sim::Scenario& actual) {
    const auto problems = sim::incomparable(planned, actual, options.scenario.string(), options.against.string());
    for (const Problem& problem : problems) refuse(problem);
    if (!problems.empty()) return exit_refused;
    const sim::Attribution result = sim::attribute(planned, actual, options.seed, options.replications);
    return write(options.json ? sim::attribution_json(result) + '\n' : sim::attribution_table(result));
}

}  // namespace

int simulate(const SimulateOptions& options) {
    Histories histories;
    auto scenario = read(options.scenario, histories);
    if (!options.against.empty()) {
        const auto actual = read(options.against, histories);
        return scenario && actual ? attribute(options, *scenario, *actual) : exit_refused;
    }
    if (!scenario) return exit_refused;
    if (!options.journal.empty())
        if (auto written = write_simulated_centre(options.journal, *scenario, sim::replication_seed(options.seed, 0)); !written)
            return refuse(written.error());
    const sim::SimulationResult result = sim::simulate(*scenario, options.seed, options.replications);
    return write(options.json ? sim::result_json(result) + '\n' : sim::result_table(result));
}

}  // namespace markaz::app
