// The program: one command each, read from the command line by CLI11 into the options of commands.hpp.

#include <span>

#include <CLI/CLI.hpp>

#include "app/commands.hpp"
#include "app/imports.hpp"
#include "app/simulate.hpp"
#include "base/described.hpp"

namespace {

using namespace markaz::app;

/// The command line was understood, but one of its words was not.
struct WrongUsage : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The words of a report before they are understood.
struct ReportWords {
    std::filesystem::path data;
    std::string from, to, by = "queue", interval = "15m", answer_within, abandoned_short, format = "table", origins;
    bool fairness = false;

    ReportOptions understood() const {
        using namespace markaz;
        ReportOptions options;
        options.data = data;
        options.wanted.from = must("--from", parse_instant(from));
        options.wanted.to = must("--to", parse_instant(to));
        options.wanted.by = one_of<metrics::By>("--by", by);
        options.wanted.interval = must("--interval", metrics::parse_interval(interval));
        if (!answer_within.empty()) options.wanted.answer_within = must("--answer-within", parse_duration(answer_within));
        if (!abandoned_short.empty()) options.wanted.abandoned_short = must("--short", parse_duration(abandoned_short));
        options.format = one_of<metrics::Format>("--format", format);
        options.fairness = fairness;
        if (!origins.empty()) options.origins = one_of<contact::Origins>("--origins", origins);
        if (options.wanted.from >= options.wanted.to) throw WrongUsage("--to: this is not after --from");
        return options;
    }

private:
    template <class T>
    static T must(std::string_view flag, markaz::Result<T> read) {
        if (!read) throw WrongUsage(std::string(flag) + ": " + read.error().line());
        return *read;
    }
    template <class E>
    static E one_of(std::string_view flag, const std::string& word) {
        if (const auto value = markaz::enum_from<E>(word)) return *value;
        std::string words;
        for (std::string_view name : markaz::enum_names<E>()) words.append(words.empty() ? "" : ", ").append(name);
        throw WrongUsage(std::string(flag) + ": \"" + word + "\" is none of its words; they are " + words);
    }
};

/// Each command keeps its options until it runs; `chosen` is set by the one that was named.
class CommandLine {
public:
    CommandLine() {
        app_.require_subcommand(1);
        app_.set_version_flag("--version", MARKAZ_VERSION);
        add_serve();
        add_link();
        add_check();
        add_import();
        add_replay();
        add_copies();
        add_simulate();
        add_report();
    }

    int run(int count, char** words) {
        if (const auto unknown = unknown_command(std::span(words, static_cast<std::size_t>(count)).subspan(1)); !unknown.empty()) {
            std::fprintf(stderr, "markaz: \"%s\" is no command; `markaz --help` names them\n", unknown.c_str());
            return exit_usage;
        }
        try {
            app_.parse(count, words);
        } catch (const CLI::Success& asked) {
            return app_.exit(asked);  // --help, --version
        } catch (const CLI::ParseError& error) {
            std::fprintf(stderr, "markaz: %s; `markaz --help` names the commands, `markaz COMMAND --help` its options\n", error.what());
            return exit_usage;
        }
        try {
            return chosen_();
        } catch (const WrongUsage& error) {
            std::fprintf(stderr, "markaz: %s\n", error.what());
            return exit_usage;
        } catch (const std::exception& error) {
            return fail({"", error.what(), ""});
        }
    }

private:
    /// The first word that should be a command and is none. CLI11 itself would only say that a command is missing.
    std::string unknown_command(std::span<char*> words) {
        CLI::App* at = &app_;
        for (const char* word : words) {
            if (at->get_subcommands([](const CLI::App*) { return true; }).empty() || *word == '-') return {};
            const auto named = at->get_subcommands([word](const CLI::App* one) { return one->get_name() == word; });
            if (named.empty()) return word;
            at = named.front();
        }
        return {};
    }

    CLI::App* command(const std::string& name, const std::string& what, std::function<int()> run) {
        CLI::App* added = app_.add_subcommand(name, what);
        added->callback([this, run = std::move(run)] { chosen_ = run; });
        return added;
    }

    void add_serve() {
        CLI::App* serve = command("serve", "run everything", [this] { return markaz::app::serve(serve_); });
        serve->add_option("--data", serve_.data, "the data directory; it is made where it does not exist")->required();
        serve->add_option("--database", serve_.database, "where records stand; only the embedded one is built");
        serve->add_option("--http", serve_.http, "ADDR:PORT of plain HTTP, for this computer")->capture_default_str();
        serve->add_option("--https", serve_.https, "ADDR:PORT of HTTPS; empty: none")->capture_default_str();
        serve->add_option("--cert", serve_.cert, "PEM file of the certificate; without it one is made");
        serve->add_option("--key", serve_.key, "PEM file of its key");
        serve->add_option("--public-address", serve_.public_address, "the address under which telephones reach this computer");
        serve->add_option("--sip", serve_.sip, "ADDR:PORT of SIP; empty: no telephone")->capture_default_str();
        serve->add_option("--rtp", serve_.rtp, "LOW-HIGH, the ports for sound of telephones")->capture_default_str();
        serve->add_option("--webrtc-port", serve_.webrtc_port, "the UDP port for sound of browsers; without it " +
                                                                   std::to_string(usual_webrtc_port) + " or, if that is taken, a free one");
        serve->add_option("--manual", serve_.manual, "fills an empty data directory; otherwise the sample manual does")
            ->check(CLI::ExistingDirectory);
        serve->add_flag("--demo", serve_.demo,
                        "a sample centre with a month of simulated history, and simulated contacts that go on coming");
    }
    void add_link() {
        CLI::App* link = command("link", "print a new one-time sign-in link", [this] { return markaz::app::link(link_); });
        link->add_option("user", link_.user, "the person's login")->required();
        link->add_option("--data", link_.data, "the data directory")->required();
    }
    void add_check() {
        CLI::App* check = command("check", "say all that is wrong with a manual", [this] {
            if (check_.manual.empty() != check_.schema) throw WrongUsage("check: name the manual's directory, or --schema alone");
            return markaz::app::check(check_);
        });
        check->add_option("manual", check_.manual, "the manual's directory");
        check->add_flag("--json", check_.json, "findings as JSON");
        check->add_flag("--schema", check_.schema, "instead: what may stand in the clauses, as JSON Schema");
    }
    void add_import() {
        CLI::App* import = app_.add_subcommand("import", "bring something in");
        import->require_subcommand(1);
        CLI::App* manual = import->add_subcommand("manual", "publish a manual");
        manual->add_option("manual", import_manual_.manual, "the manual's directory")->required();
        manual->add_option("--data", import_manual_.data, "the data directory")->required();
        manual->callback([this] { chosen_ = [this] { return markaz::app::import_manual(import_manual_); }; });
        add_queue_log(*import);
        add_calls(*import);
        add_segments(*import);
    }
    void add_queue_log(CLI::App& import) {
        CLI::App* log = import.add_subcommand("queue-log", "what Asterisk wrote into its queue_log");
        log->add_option("file", import_queue_log_.file, "the queue_log")->required();
        log->add_option("--data", import_queue_log_.data, "the data directory; it is made where it does not exist")->required();
        log->add_option("--timezone", import_queue_log_.timezone, "of times that stand as a local date and time")->capture_default_str();
        log->add_option("--source", import_queue_log_.source, "which exchange; two that may give the same ids to calls need two names")
            ->capture_default_str();
        log->callback([this] { chosen_ = [this] { return markaz::app::import_queue_log(import_queue_log_); }; });
    }
    void add_calls(CLI::App& import) {
        CLI::App* calls = import.add_subcommand("calls", "another system's call records, a CSV file");
        calls->add_option("file", import_calls_.file, "the CSV file")->required();
        calls->add_option("--map", import_calls_.map, "what its columns mean, a YAML file")->required();
        calls->add_option("--data", import_calls_.data, "the data directory; it is made where it does not exist")->required();
        calls->callback([this] { chosen_ = [this] { return markaz::app::import_calls(import_calls_); }; });
    }
    void add_segments(CLI::App& import) {
        CLI::App* list = import.add_subcommand("list", "name the files that were imported");
        list->add_option("--data", import_list_.data, "the data directory")->required();
        list->add_flag("--aside", import_list_.aside, "with every line that was set aside");
        list->callback([this] { chosen_ = [this] { return markaz::app::import_list(import_list_); }; });
        CLI::App* remove = import.add_subcommand("remove", "take an imported file away, with all that was made of it");
        remove->add_option("segment", import_remove_.segment, "its number, as `markaz import list` names it")->required();
        remove->add_option("--data", import_remove_.data, "the data directory")->required();
        remove->callback([this] { chosen_ = [this] { return markaz::app::import_remove(import_remove_); }; });
    }
    void add_replay() {
        CLI::App* replay =
            command("replay", "prove that this program decides as the journal says", [this] { return markaz::app::replay(replay_); });
        replay->add_option("--data", replay_.data, "the data directory")->required();
    }
    void add_copies() {
        CLI::App* backup =
            command("backup", "copy a data directory, also while the centre runs", [this] { return markaz::app::backup(backup_); });
        backup->add_option("target", backup_.target, "a directory that does not exist yet")->required();
        backup->add_option("--data", backup_.data, "the data directory")->required();
        CLI::App* restore = command("restore", "make a data directory from a copy", [this] { return markaz::app::restore(restore_); });
        restore->add_option("backup", restore_.backup, "the copy")->required();
        restore->add_option("--data", restore_.data, "a directory that does not exist yet")->required();
        CLI::App* salvage = command("salvage", "make a data directory of what is sound in a damaged one",
                                    [this] { return markaz::app::salvage(salvage_); });
        salvage->add_option("target", salvage_.target, "a directory that does not exist yet")->required();
        salvage->add_option("--data", salvage_.data, "the damaged directory")->required();
        CLI::App* verify =
            command("verify", "prove that a data directory or a copy is sound", [this] { return markaz::app::verify(verify_); });
        verify->add_option("--data", verify_.data, "the directory")->required();
    }
    void add_simulate() {
        CLI::App* simulate = command("simulate", "play a scenario through the very machine that serves live calls",
                                     [this] { return markaz::app::simulate(simulate_); });
        simulate->add_option("scenario", simulate_.scenario, "the scenario, a YAML file")->required();
        simulate->add_option("--seed", simulate_.seed, "the same seed gives the same result")->capture_default_str();
        simulate->add_option("--replications", simulate_.replications, "how often, each with chance of its own")
            ->capture_default_str()
            ->check(CLI::Range(1, 10'000));
        simulate->add_option("--journal", simulate_.journal,
                             "a new data directory for the first replication, which serve, replay and report read");
        CLI::Option* against = simulate->add_option(
            "--against", simulate_.against, "what came instead, another scenario of the same queues: why it differs is told");
        against->excludes(simulate->get_option("--journal"));
        simulate->add_flag("--json", simulate_.json, "the result as JSON");
    }
    void add_report() {
        CLI::App* report = command("report", "numbers by interval, as the Board counts them",
                                   [this] { return markaz::app::report(report_.understood()); });
        report->add_option("--data", report_.data, "the data directory")->required();
        report->add_option("--from", report_.from, "begin, such as 2026-11-22T00:00:00+02:00")->required();
        report->add_option("--to", report_.to, "end, which is not in it")->required();
        report->add_option("--by", report_.by, "queue, team, agent or centre")->capture_default_str();
        report->add_option("--interval", report_.interval, "15m, 30m, 1h, 1d, 1w or 1mo")->capture_default_str();
        report->add_option("--answer-within", report_.answer_within, "threshold of the service level, instead of the manual's");
        report->add_option("--short", report_.abandoned_short, "abandons up to this are counted apart, instead of the manual's");
        CLI::Option* fairness = report->add_flag(
            "--fairness", report_.fairness, "instead: how evenly calls were shared among the agents who can do the same work");
        for (const char* other : {"--by", "--interval", "--answer-within", "--short"}) fairness->excludes(report->get_option(other));
        report->add_option("--format", report_.format, "table, csv or json")->capture_default_str();
        report->add_option("--origins", report_.origins, "live or all; without it every one of a demo, live ones of a real centre");
    }

    CLI::App app_{"Markaz, the operating system of a contact centre", "markaz"};
    std::function<int()> chosen_;
    ServeOptions serve_;
    LinkOptions link_;
    CheckOptions check_;
    ImportManualOptions import_manual_;
    ImportQueueLogOptions import_queue_log_;
    ImportCallsOptions import_calls_;
    ImportListOptions import_list_;
    ImportRemoveOptions import_remove_;
    ReplayOptions replay_;
    BackupOptions backup_;
    RestoreOptions restore_;
    SalvageOptions salvage_;
    VerifyOptions verify_;
    ReportWords report_;
    SimulateOptions simulate_;
};

}  // namespace

int main(int count, char** words) { return CommandLine().run(count, words); }
