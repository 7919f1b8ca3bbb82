// `markaz serve`: runs everything.

#include <charconv>
#include <chrono>
#include <cstdio>

#include "app/clock.hpp"
#include "app/commands.hpp"
#include "app/demo_life.hpp"
#include "app/house.hpp"
#include "app/recordings.hpp"
#include "app/ports.hpp"
#include "app/publishing.hpp"
#include "app/sample.hpp"
#include "app/stop_signal.hpp"
#include "app/telephones.hpp"
#include "app/web.hpp"
#include "base/json.hpp"
#include "journal/store_directory.hpp"
#include "switchboard/store.hpp"

namespace markaz::app {

namespace {

struct Address {
    std::string host;
    std::uint16_t port = 0;
};

std::optional<std::uint16_t> port_of(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(port) : std::nullopt;
}

Result<Address> address_of(std::string_view flag, std::string_view text) {
    const auto colon = text.rfind(':');
    const auto port = colon == std::string_view::npos ? std::nullopt : port_of(text.substr(colon + 1));
    std::string_view host = text.substr(0, std::min(colon, text.size()));
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    if (!port || host.empty())
        return problem(std::string(flag), "\"" + std::string(text) + "\" is not an address with a port",
                       "write ADDR:PORT, such as 127.0.0.1:8080; port 0 takes a free one");
    return Address{std::string(host), *port};
}

Result<std::pair<std::uint16_t, std::uint16_t>> range_of(std::string_view text) {
    const auto dash = text.find('-');
    const auto low = dash == std::string_view::npos ? std::nullopt : port_of(text.substr(0, dash));
    const auto high = dash == std::string_view::npos ? std::nullopt : port_of(text.substr(dash + 1));
    if (!low || !high || *low < 1024 || *low >= *high)
        return problem("--rtp", "\"" + std::string(text) + "\" is not a range of ports", "write LOW-HIGH, such as 20000-29999");
    return std::pair(*low, *high);
}

bool is_any(std::string_view host) { return host == "0.0.0.0" || host == "::"; }
bool is_loopback(std::string_view host) { return host.starts_with("127.") || host == "::1"; }
std::string bracketed(const std::string& host) { return host.find(':') == std::string::npos ? host : '[' + host + ']'; }

/// The addresses of a listener that other computers can use; none where it is for this one alone, or there is no network.
std::vector<std::string> elsewhere(const std::string& host) {
    if (is_any(host)) return own_addresses();
    return is_loopback(host) ? std::vector<std::string>{} : std::vector{host};
}

/// The options once they have been understood.
struct Plan {
    http::Settings web;
    std::optional<telephony::Settings> telephone;
};

Result<Plan> plan_of(const ServeOptions& options) {
    Plan plan;
    if (options.database != "sqlite")
        return problem("--database", "\"" + options.database + "\" is not built yet", "leave it out: the embedded database is used");
    const auto http = address_of("--http", options.http);
    if (!http) return std::unexpected(http.error());
    if (http->host != "127.0.0.1" && http->host != "::1")
        return problem("--http", "\"" + options.http + "\" is open to others, and plain HTTP is served to this computer alone",
                       "127.0.0.1 or ::1; --https serves others");
    plan.web.listen.push_back({http->host, http->port, false});
    if (!options.https.empty()) {
        const auto https = address_of("--https", options.https);
        if (!https) return std::unexpected(https.error());
        plan.web.listen.push_back({https->host, https->port, true});
    }
    if (options.cert.empty() != options.key.empty())
        return problem("--cert, --key", "one is given without the other", "give both, or neither");
    for (const std::filesystem::path& file : {options.cert, options.key})
        if (!file.empty() && !std::filesystem::exists(file)) return problem(file.string(), "this file is not there", "a PEM file");
    if (options.sip.empty()) return plan;
    const auto sip = address_of("--sip", options.sip);
    if (!sip) return std::unexpected(sip.error());
    if (is_any(sip->host)) {
        const std::vector<std::string> own = own_addresses();
        return problem("--sip " + options.sip, "this stands for every address, and telephones are told one",
                       "the address that telephones reach, such as " + (own.empty() ? "127.0.0.1" : own.front()) + ":" +
                           std::to_string(sip->port));
    }
    const auto rtp = range_of(options.rtp);
    if (!rtp) return std::unexpected(rtp.error());
    telephony::Settings& telephone = plan.telephone.emplace();
    telephone.sip_address = sip->host;
    telephone.sip_port = sip->port;
    telephone.public_address = options.public_address;
    // A port that nobody asked for must not keep a second centre of this computer from starting.
    if (options.webrtc_port) telephone.webrtc_ports = {*options.webrtc_port};
    else telephone.webrtc_ports = {usual_webrtc_port, 0};
    telephone.rtp_low = rtp->first;
    telephone.rtp_high = rtp->second;
    return plan;
}

/// A manual that would be refused is refused before anything is made.
Result<void> check_manual_of(const ServeOptions& options) {
    if (options.manual.empty()) return {};
    const auto sources = read_manual(options.manual);
    return sources ? check_manual(*sources) : std::unexpected(sources.error());
}

/// That the centre runs already, or that a port is taken, is said before anything is made.
Result<void> check_place(const ServeOptions& options, const Plan& plan) {
    if (const journal::Holder holder = journal::reachable_holder(options.data); !holder.address.empty())
        return problem(options.data.string(), "this centre is already running, as process " + holder.process + " at " + holder.address,
                       "open that page; or end it first, or name another directory");
    for (const http::Listen& listen : plan.web.listen)
        if (auto free = check_port(listen.secure ? "--https" : "--http", listen.host, listen.port, Transport::tcp); !free) return free;
    if (!plan.telephone) return {};
    for (const Transport transport : {Transport::udp, Transport::tcp})
        if (auto free = check_port("--sip", plan.telephone->sip_address, plan.telephone->sip_port, transport); !free) return free;
    return options.webrtc_port ? check_port("--webrtc-port", "0.0.0.0", *options.webrtc_port, Transport::udp) : Result<void>{};
}

Result<void> find_certificate(const ServeOptions& options, http::Settings& web) {
    if (options.https.empty()) return {};
    if (!options.cert.empty()) {
        web.certificate = http::Certificate{options.cert, options.key, {}};
        return {};
    }
    const std::vector<std::string> names{options.public_address.empty() ? "localhost" : options.public_address, "127.0.0.1"};
    auto made = http::certificate_in(options.data, names);
    if (!made) return std::unexpected(made.error());
    web.certificate = std::move(*made);
    return {};
}

struct ReadyLine {
    std::string http;
    std::optional<std::string> https, sip;
    std::optional<std::uint16_t> webrtc;  ///< the UDP port of browsers
    /// For other computers: where they find the page and the telephone, and what a firewall has to let in for that.
    std::vector<std::string> page_elsewhere, sip_elsewhere, let_in;
    std::map<std::string, std::string> links;
    std::vector<PhoneAccount> phones;
    std::vector<switchboard::DialledNumber> numbers;
};
BOOST_DESCRIBE_STRUCT(ReadyLine, (), (http, https, sip, webrtc, page_elsewhere, sip_elsewhere, let_in, links, phones, numbers))

void say_elsewhere(ReadyLine& ready, const Plan& plan, std::span<const std::uint16_t> ports, const Telephones* telephones) {
    for (std::size_t each = 0; each < plan.web.listen.size(); ++each) {
        const http::Listen& listen = plan.web.listen[each];
        if (!listen.secure || is_loopback(listen.host)) continue;
        const std::string port = std::to_string(ports[each]);
        for (const std::string& host : elsewhere(listen.host)) ready.page_elsewhere.push_back("https://" + bracketed(host) + ':' + port);
        ready.let_in.push_back("TCP " + port + " for the page");
        if (telephones && telephones->webrtc_port() != 0)
            ready.let_in.push_back("UDP " + std::to_string(telephones->webrtc_port()) + " for browsers that speak");
    }
    if (!telephones || is_loopback(plan.telephone->sip_address)) return;
    const std::string port = std::to_string(telephones->port());
    for (const std::string& host : elsewhere(plan.telephone->sip_address)) ready.sip_elsewhere.push_back(bracketed(host) + ':' + port);
    ready.let_in.push_back("UDP and TCP " + port + " for SIP");
    const auto [low, high] = std::pair(plan.telephone->rtp_low, plan.telephone->rtp_high);
    ready.let_in.push_back("UDP " + std::to_string(low) + "-" + std::to_string(high) + " for voice");
}

std::string url(std::string_view scheme, const http::Listen& listen, std::uint16_t port) {
    return std::string(scheme) + "://" + (is_any(listen.host) ? "127.0.0.1" : bracketed(listen.host)) + ':' + std::to_string(port);
}

void say_ready(House& house, const Plan& plan, const Web& web, const Telephones* telephones, Doors doors) {
    const auto ports = web.ports();
    ReadyLine ready;
    ready.http = url("http", plan.web.listen[0], ports[0]);
    if (ports.size() > 1) ready.https = url("https", plan.web.listen[1], ports[1]);
    if (telephones) {
        ready.sip = plan.telephone->sip_address + ':' + std::to_string(telephones->port());
        ready.webrtc = telephones->webrtc_port();
    }
    say_elsewhere(ready, plan, ports, telephones);
    for (const auto& [login, token] : doors.links) ready.links[login] = link_address(ready.http, token);
    ready.phones = std::move(doors.phones);
    auto records = house.records().borrow();
    ready.numbers = switchboard::TelephoneStore(*records).numbers();
    house.store().tell_address(ready.http);
    std::printf("ready %s\n", json::text(ready).c_str());
    std::fflush(stdout);
}

/// The machine while it is live. It stops first, however serve() is left: whoever is told by it still stands then.
class Running {
public:
    explicit Running(driver::Live& live) : live_(live) { live_.start(); }
    ~Running() { live_.stop(); }

private:
    driver::Live& live_;
};

}  // namespace

int serve(const ServeOptions& options) {
    auto plan = plan_of(options);
    if (!plan) {
        refuse(plan.error());
        return exit_usage;
    }
    if (auto manual = check_manual_of(options); !manual) return refuse(manual.error());
    if (auto place = check_place(options, *plan); !place) return refuse(place.error());
    StopSignal stop;

    auto opened = House::open(options.data, options.demo ? journal::Use::demo : journal::Use::as_it_is);
    if (!opened) return refuse(opened.error());
    House& house = **opened;
    auto first = first_start(house, options, clock_now());
    if (!first) return refuse(first.error());
    if (house.is_demo() && house.is_new())
        if (auto past = write_demo_past(house, *first, clock_now()); !past) return fail(past.error());

    std::unique_ptr<Telephones> telephones;
    if (plan->telephone) {
        auto made = Telephones::open(house, *plan->telephone);
        if (!made) return fail(made.error());
        telephones = std::move(*made);
    }
    if (auto found = find_certificate(options, plan->web); !found) return fail(found.error());
    auto web = Web::open(house, telephones.get(), plan->web);
    if (!web) return fail(web.error());

    if (const procedure::ManualRef manual = house.manuals().newest(); manual && telephones)
        if (auto spoken = telephones->prepare(*manual); !spoken) return fail(spoken.error());
    std::unique_ptr<DemoLife> life = has_demo_life(house) ? std::make_unique<DemoLife>(house) : nullptr;
    tell_lost_runs(house);
    const Running running(house.live());
    if (first->manual)
        if (auto published = publish(house, telephones.get(), std::move(*first->manual)); !published) return refuse(published.error());
    tell_agents(house);
    for (const Problem& left : (*web)->messages().deliver_left()) std::fprintf(stderr, "markaz: %s\n", left.line().c_str());
    if (life) life->begin();
    const RecordingKeeper keeper(house);
    (*web)->set_ready();
    stop.started();
    say_ready(house, *plan, **web, telephones.get(), std::move(first->doors));

    stop.wait();
    return exit_done;
}

}  // namespace markaz::app
