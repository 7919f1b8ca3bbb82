#include "app/web.hpp"

#include <pthread.h>

#include <chrono>

#include "app/clock.hpp"
#include "app/page.hpp"
#include "app/publishing.hpp"
#include "app/sample.hpp"
#include "base/json.hpp"
#include "customer/number.hpp"
#include "customer/store.hpp"
#include "driver/explain.hpp"
#include "journal/store_vault.hpp"
#include "people/store.hpp"
#include "telephony/peaks.hpp"

namespace markaz::app {

using people::Permission;

namespace {

/// The caller's voice is on a recording's first channel, the agent's on its second.
Result<contact::Peaks> peaks_of(const std::filesystem::path& file, std::uint32_t points) {
    auto found = telephony::peaks_of(file.string(), points);
    if (!found) return std::unexpected(found.error());
    return contact::Peaks{std::move(found->left), std::move(found->right)};
}

/// Prometheus' text format, one counter.
void count(std::string& out, std::string_view name, std::string_view help, std::uint64_t value) {
    out.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ").append(name).append(" counter\n");
    out.append(name).append(" ").append(std::to_string(value)).append("\n");
}

}  // namespace

Web::Web(House& house, Telephones* telephones)
    : house_(house), telephones_(telephones), routes_([this](std::string_view token) { return people_->authenticator()(token); }) {}

Web::~Web() {
    beat_ = {};
    if (telephones_) telephones_->follow({});
    if (server_) server_->stop();
}

Result<std::unique_ptr<Web>> Web::open(House& house, Telephones* telephones, http::Settings settings) {
    std::unique_ptr<Web> web(new Web(house, telephones));
    if (auto made = web->make_views(); !made) return std::unexpected(made.error());
    web->make_management();
    web->make_phones();
    web->make_reasons();
    web->add_routes();
    settings.assets = page();
    http::Hooks hooks;
    hooks.handle = [web = web.get()](const http::Request& request) { return web->routes_.handle(request); };
    hooks.follow = [web = web.get()](const http::Request& request, const http::Subscription& subscription) {
        return web->follow(request, subscription);
    };
    hooks.still_may = [web = web.get()](const http::Request& request, std::string_view topic) {
        return web->routes_.follow(request, topic).has_value();
    };
    hooks.fault = [](std::string_view line) { std::fprintf(stderr, "markaz: http: %.*s\n", static_cast<int>(line.size()), line.data()); };
    auto server = http::Server::start(std::move(settings), std::move(hooks));
    if (!server) return std::unexpected(server.error());
    web->server_ = std::move(*server);
    web->beat_ = std::jthread([web = web.get()](std::stop_token stop) {
        pthread_setname_np(pthread_self(), "beat");
        while (!stop.stop_requested()) {
            std::this_thread::sleep_for(board::beat_every);
            web->boards_->beat();
            web->desks_->beat(clock_now());
        }
    });
    return web;
}

Result<void> Web::make_views() {
    const House::Beginning& beginning = house_.beginning();
    house_.projector().wait_for(beginning.entry, std::chrono::minutes{5});
    auto records = house_.records().borrow();
    const people::Site site = people::PeopleStore(*records).site();
    const auto calendar = metrics::Calendar::of(site.time_zone, std::chrono::weekday(site.week_begins));
    if (!calendar) return std::unexpected(calendar.error());
    const Instant now = clock_now();
    const auto manual_of = [this](std::uint64_t version) { return house_.manuals().of(version); };
    const auto board = [&](contact::Origins origins) {
        const auto today =
            contact::ContactStore(*records).visit_offers(calendar->begin(metrics::Interval::day, now), now + std::chrono::days{1}, origins);
        return board::LiveBoard::fresh(origins, *calendar, manual_of, beginning.snapshot, beginning.entry, now, today);
    };
    const auto publish = [this](std::string_view topic, std::shared_ptr<const std::string> message) {
        if (server_) server_->publish(topic, std::move(message));
    };
    boards_ = std::make_unique<board::BoardService>(board(contact::Origins::live), board(contact::Origins::all), clock_now, publish);

    desks_ = std::make_unique<desk::DeskService>(desk::Desks(beginning.snapshot, beginning.manuals), desks_house());
    people_ = std::make_unique<people::PeopleService>(house_.records(), clock_now, [this] { return agents_now(); });
    // With an entry goes what was found out on its way, such as the number that called.
    const auto has = [this](std::uint64_t entry) {
        return house_.projector().wait_for(entry, std::chrono::seconds{2}) && house_.errands().settle(std::chrono::seconds{2});
    };
    const contact::ContactHouse contacts{
        house_.data(), manual_of, [this] { return house_.manuals().newest(); }, clock_now, peaks_of, has,
        [this](storage::Database& records, const std::string& shown) { return customer_of(records, shown); }};
    contacts_ = std::make_unique<contact::ContactService>(house_.records(), contacts);
    guides_ = std::make_unique<contact::GuideService>(house_.records(), contacts);
    escalations_ = std::make_unique<contact::EscalationService>(house_.records(), contacts);
    cases_ = std::make_unique<contact::CaseService>(house_.records(), contact::CaseHouse{house_.ask(), manual_of, clock_now, has});
    checklists_ = std::make_unique<desk::ChecklistService>(house_.records(), desk::ChecklistHouse{clock_now, manual_of, has});
    messages_ = std::make_unique<message::MessageService>(
        house_.records(), message::MessageHouse{house_.ask(), [this] { return house_.manuals().newest(); }, clock_now, has});
    house_.live().subscribe([this](const driver::Committed& entry) {
        boards_->follow(entry);
        {
            const std::lock_guard lock(waits_mutex_);
            waits_.apply(entry.told);
        }
        desks_->follow(entry);
    });
    return {};
}

desk::House Web::desks_house() {
    const auto keep = [this](Key kind, const std::string& written) {
        auto records = house_.records().borrow();
        return journal::Vault(*records).put({kind, written});
    };
    desk::House desks;
    desks.ask = house_.ask();
    desks.manual_of = [this](std::uint64_t version) { return house_.manuals().of(version); };
    desks.keep_note = [keep](const std::string& note) { return keep("note"_key, note); };
    desks.read_note = [this](contact::VaultId id) -> std::optional<std::string> {
        auto records = house_.records().borrow();
        return journal::Vault(*records).get(id, "note"_key);
    };
    desks.open_case = [this](contact::ContactId contact, Key procedure) {
        auto records = house_.records().borrow();
        return contact::CaseStore(*records).open_of(contact, procedure);
    };
    desks.manual_now = [this] { return house_.manuals().newest(); };
    desks.keep_reply = [keep](const std::string& reply) { return keep("reply"_key, reply); };
    desks.forget_reply = [this](contact::VaultId reply) {
        auto records = house_.records().borrow();
        journal::Vault(*records).erase(reply);
    };
    desks.replied = [this](people::PersonId who, contact::ContactId contact) {
        auto records = house_.records().borrow();
        people::PeopleStore(*records).audit(
            {clock_now(), who, people::Audited::wrote_reply, "contact " + std::to_string(contact.value)});
    };
    desks.submit = [this](centre::Input input) { house_.live().submit(std::move(input)); };
    desks.publish = [this](std::string_view topic, std::shared_ptr<const std::string> message) {
        if (server_) server_->publish(topic, std::move(message));
    };
    return desks;
}

std::optional<contact::CustomerShown> Web::customer_of(storage::Database& records, const std::string& caller) const {
    const std::string number = customer::number_of(caller);
    if (number.empty()) return std::nullopt;
    contact::CustomerShown shown;
    if (auto known = customer::CustomerStore(records).with_number(number)) {
        shown.name = std::move(known->name);
        shown.standing = known->standing;
    }
    if (telephones_) shown.contacts_lately = telephones_->contacts_lately(caller);
    return shown;
}

/// Whoever changes people or telephones changes what machine and telephone know, too.
void Web::make_management() {
    const auto changed = [this] {
        tell_agents(house_);
        if (telephones_) telephones_->reload();
    };
    management_ = std::make_unique<people::PeopleManagement>(house_.records(), clock_now, changed, [](std::string_view zone) {
        return metrics::Calendar::of(zone, std::chrono::Monday).has_value();
    });
    customers_ = std::make_unique<customer::CustomerService>(house_.records(), clock_now, [this] {
        if (telephones_) telephones_->reload_customers();
    });
    switchboard::TelephoneHouse site;
    site.has_flow = [this](Key flow) {
        const procedure::ManualRef manual = house_.manuals().newest();
        return manual && manual->flow(flow);
    };
    site.has_queue = [this](Key queue) {
        const procedure::ManualRef manual = house_.manuals().newest();
        return manual && manual->queue(queue);
    };
    site.changed = changed;
    site.audit = [this](people::PersonId who, std::string subject) {
        auto records = house_.records().borrow();
        people::PeopleStore(*records).audit({clock_now(), who, people::Audited::changed_telephones, std::move(subject)});
    };
    manual_ = std::make_unique<procedure::ManualService>(manual_house(house_, telephones_));
    site_ = std::make_unique<switchboard::TelephoneService>(house_.records(), std::move(site));
}

/// Reasons are derived from the journal beside the live machine, by a reader of its own.
void Web::make_reasons() {
    const auto read = [this]<class Ask>(Ask ask) -> decltype(ask(std::declval<journal::Store&>())) {
        auto store = journal::Store::open_to_read(house_.data());
        if (!store) return std::unexpected(std::move(store.error()));
        return ask(*store);
    };
    contact::WhyHouse why;
    why.now = clock_now;
    why.manual_of = [this](std::uint64_t version) { return house_.manuals().of(version); };
    why.explain = [this, read](std::uint64_t entry) {
        return read([&](journal::Store& store) { return driver::explain(store, house_.manuals().library(), entry); });
    };
    why.why_idle = [this, read](people::PersonId person) {
        return read([&](journal::Store& store) { return driver::why_idle(store, house_.manuals().library(), person); });
    };
    why_ = std::make_unique<contact::WhyService>(house_.records(), std::move(why));
}

/// Browsers as telephones. A centre without a telephone answers that it has none.
void Web::make_phones() {
    switchboard::PhoneHouse needs;
    needs.open_line = [this](telephony::LineWanted wanted) -> Result<telephony::LineOpened> {
        if (!telephones_) return problem("", "this centre runs without a telephone", "start it with --sip");
        return telephones_->open_line(std::move(wanted));
    };
    needs.perform = [this](telephony::Command command) {
        if (telephones_) telephones_->perform(std::move(command));
    };
    needs.now = clock_now;
    needs.publish = [this](std::string_view topic, std::shared_ptr<const std::string> message) {
        if (server_) server_->publish(topic, std::move(message));
    };
    phones_ = std::make_unique<switchboard::PhoneService>(house_.records(), std::move(needs));
    if (telephones_) telephones_->follow([this](const telephony::Event& event) { phones_->hear(event); });
}

void Web::add_routes() {
    phones_->add_routes(routes_);
    management_->add_routes(routes_);
    site_->add_routes(routes_);
    people_->add_routes(routes_);
    boards_->add_routes(routes_);
    contacts_->add_routes(routes_);
    guides_->add_routes(routes_);
    escalations_->add_routes(routes_);
    customers_->add_routes(routes_);
    why_->add_routes(routes_);
    messages_->add_routes(routes_);
    desks_->add_routes(routes_);
    cases_->add_routes(routes_);
    checklists_->add_routes(routes_);
    manual_->add_routes(routes_);
    routes_.get("/healthz", "is_alive", Permission::public_, [](const http::Call&) -> http::Answer<http::Response> {
        return http::Response::json(R"({"alive":true})");
    });
    routes_.get("/readyz", "is_ready", Permission::public_, [this](const http::Call&) -> http::Answer<http::Response> {
        if (ready_) return http::Response::json(R"({"ready":true})");
        return std::unexpected(http::Failure(http::Status::unavailable, {"", "the centre is starting", "ask again in a second"}));
    });
    routes_.get("/metrics", "read_metrics", Permission::public_, [this](const http::Call& call) -> http::Answer<http::Response> {
        const bool here = call.request.from == "127.0.0.1" || call.request.from == "::1";
        if (!here)
            return std::unexpected(
                http::Failure(http::Status::forbidden, {"/metrics", "metrics are read on this computer alone", "run the collector here"}));
        http::Response response;
        response.type = "text/plain; version=0.0.4";
        response.body = metrics();
        return response;
    });
    routes_.get("/api/v1/openapi.json", "describe_api", Permission::public_, [this](const http::Call&) -> http::Answer<http::Response> {
        return http::Response::json(openapi_);
    });
    openapi_ = routes_.openapi("Markaz", "1");
}

std::optional<http::Response> Web::follow(const http::Request& request, const http::Subscription& subscription) {
    const std::string& topic = subscription.topic();
    const auto caller = routes_.follow(request, topic);
    if (!caller) return caller.error();
    const std::string published = topic == desk::DeskService::own_topic          ? desk::DeskService::published_as(caller->person)
                                  : topic == switchboard::PhoneService::own_topic ? switchboard::PhoneService::published_as(caller->person)
                                                                                  : topic;
    const auto start = [&](std::shared_ptr<const std::string> snapshot) { subscription.start(std::move(snapshot), published); };
    if (topic == desk::DeskService::own_topic)
        desks_->begin(caller->person, start);
    else if (topic == switchboard::PhoneService::own_topic)
        phones_->begin(caller->person, start);
    else if (topic == desk::DeskService::floor_topic)
        desks_->begin_floor(start);
    else
        boards_->begin(topic, start);
    return std::nullopt;
}

std::vector<people::AgentNow> Web::agents_now() const {
    std::vector<people::AgentNow> agents;
    for (const desk::Desk& desk : desks_->all()) {
        const desk::Assigned* shown = desk.shown();
        agents.push_back(
            {desk.person, desk.state(), desk.since(), desk.presence, desk.reason, shown ? shown->contact : contact::ContactId{}});
    }
    return agents;
}

/// The mean error is the third by the first, and the cover the second by the first; each queue of the manual is there from the start.
void Web::count_waits(std::string& out) const {
    board::ExpectedWaits::Cells cells;
    {
        const std::lock_guard lock(waits_mutex_);
        cells = waits_.cells();
    }
    if (const auto manual = house_.manuals().newest())
        for (const routing::QueuePolicy& queue : manual->queues) cells[{queue.id, contact::Origin::live}];
    const auto family = [&](std::string_view name, std::string_view help, auto value) {
        out.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ").append(name).append(" counter\n");
        for (const auto& [whose, cell] : cells) {
            out.append(name).append("{queue=\"").append(whose.first.text()).append("\",origin=\"").append(enum_name(whose.second));
            out.append("\"} ").append(json::text(value(cell))).append("\n");
        }
    };
    family("markaz_expected_waits_total", "Answered waits since the start that had been estimated when they began.",
           [](const metrics::Cell& cell) { return cell.wait_expected; });
    family("markaz_expected_waits_within_total", "Those that lay in the interval that is to hold four of five.",
           [](const metrics::Cell& cell) { return cell.wait_as_expected; });
    family("markaz_expected_waits_error_seconds_total", "How far they were from what was expected, added up.",
           [](const metrics::Cell& cell) { return cell.wait_error; });
}

std::string Web::metrics() const {
    std::string out;
    const driver::LiveCounts live = house_.live().counts();
    count(out, "markaz_journal_entries_total", "Entries that were journalled since the start.", live.entries);
    count(out, "markaz_journal_commits_total", "Commits of the journal since the start.", live.commits);
    count(out, "markaz_inputs_refused_total", "Inputs that the machine refused.", live.refused);
    count(out, "markaz_inputs_busy_total", "Inputs that found the queue full.", live.busy);
    count_waits(out);
    if (!telephones_) return out;
    const telephony::Counters telephone = telephones_->counters();
    count(out, "markaz_sip_invites_total", "INVITEs that arrived.", telephone.invites);
    count(out, "markaz_sip_refused_unknown_total", "Requests of unknown trunks and devices.", telephone.refused_unknown);
    count(out, "markaz_sip_refused_auth_total", "Requests with wrong credentials.", telephone.refused_auth);
    count(out, "markaz_sip_refused_codec_total", "INVITEs without a codec in common.", telephone.refused_codec);
    count(out, "markaz_sip_refused_requests_total", "Requests that are not served: extensions, methods, calls that do not exist.",
          telephone.refused_request);
    count(out, "markaz_sip_refused_flood_total", "Requests without an answer, because too many were refused to their sender.",
          telephone.refused_flood);
    count(out, "markaz_sip_legs_left_total", "Legs that a killed process left behind and that were ended.", telephone.legs_left);
    count(out, "markaz_sip_registrations_total", "Registrations that were accepted.", telephone.registrations);
    count(out, "markaz_rtp_received_total", "RTP packets received.", telephone.rtp_received);
    count(out, "markaz_rtp_sent_total", "RTP packets sent.", telephone.rtp_sent);
    count(out, "markaz_rtp_foreign_total", "RTP packets from addresses that are not the party's.", telephone.rtp_foreign);
    count(out, "markaz_webrtc_lines_total", "Browsers that were connected.", telephone.webrtc_lines);
    count(out, "markaz_webrtc_refused_total", "Browsers that showed another certificate than they had said.", telephone.webrtc_refused);
    count(out, "markaz_rtp_malformed_total", "RTP packets that could not be read.", telephone.rtp_malformed);
    return out;
}

}  // namespace markaz::app
