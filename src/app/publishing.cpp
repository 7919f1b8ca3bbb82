#include "app/publishing.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/clock.hpp"
#include "app/records.hpp"
#include "app/sample.hpp"
#include "app/telephones.hpp"
#include "base/json.hpp"
#include "people/store.hpp"

namespace markaz::app {

namespace {

/// A file descriptor that is closed on every way out.
struct Socket {
    int file = -1;
    ~Socket() {
        if (file >= 0) ::close(file);
    }
};

/// One POST with a JSON body to a centre on this computer; the body of the answer, or what it refused.
Result<std::string> post(const std::string& address, const std::string& path, const std::string& session, const std::string& body) {
    constexpr std::string_view scheme = "http://";
    const auto unreachable = [&](std::string what) {
        return problem(address, std::move(what), "end the centre first; then the manual is published in its directory");
    };
    if (!address.starts_with(scheme)) return unreachable("the running centre cannot be reached over plain HTTP");
    const std::string place = address.substr(scheme.size(), address.find('/', scheme.size()) - scheme.size());
    const auto colon = place.rfind(':');
    if (colon == std::string::npos) return unreachable("this is no address with a port");
    std::string host = place.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (getaddrinfo(host.c_str(), place.substr(colon + 1).c_str(), &wanted, &found) != 0) return unreachable("the address is unknown");
    const Socket socket{::socket(found->ai_family, SOCK_STREAM, 0)};
    const bool connected = socket.file >= 0 && connect(socket.file, found->ai_addr, found->ai_addrlen) == 0;
    freeaddrinfo(found);
    if (!connected) return unreachable("nobody answers there");

    const std::string request =
        "POST " + path + " HTTP/1.1\r\nHost: " + place + "\r\nX-Markaz: 1\r\nCookie: markaz=" + session +
        "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    for (std::size_t sent = 0; sent < request.size();) {
        const ssize_t count = send(socket.file, request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) break;  // what the centre says about it stands in its answer
        sent += static_cast<std::size_t>(count);
    }
    std::string answer;
    char buffer[4096];
    for (ssize_t count = 0; (count = recv(socket.file, buffer, sizeof buffer, 0)) > 0;)
        answer.append(buffer, static_cast<std::size_t>(count));
    const auto end = answer.find("\r\n\r\n");
    if (end == std::string::npos) return unreachable("it did not answer");
    std::string told = answer.substr(end + 4);
    if (answer.starts_with("HTTP/1.1 200")) return told;
    const auto refused = json::read<http::Error>(told);
    return refused ? problem(refused->where, refused->what, refused->right)
                   : unreachable("it answered " + answer.substr(0, answer.find("\r\n")));
}

/// As the subject of an audit.
std::string version_named(std::uint64_t version) { return "manual version " + std::to_string(version); }

}  // namespace

Result<procedure::ManualChange> publish(House& house, Telephones* telephones, std::vector<procedure::SourceDocument> sources) {
    const auto turn = house.manuals().turn_to_publish();
    const procedure::ManualRef before = house.manuals().newest();
    auto published = house.manuals().prepare(std::move(sources));
    if (!published) return std::unexpected(published.error());
    if (telephones)
        if (auto spoken = telephones->prepare(*published->manual); !spoken) return std::unexpected(spoken.error());
    const auto taken = house.ask()(*published);
    if (!taken) return std::unexpected(driver::explain(taken.error()));
    // Whoever is told that it is in force finds it so in the records, too: an import at once is judged by it.
    house.projector().wait_for(*taken, std::chrono::seconds(5));
    tell_named_people(house);
    procedure::ManualChange change =
        procedure::change_between(before ? before->documents : std::vector<procedure::DocumentRef>{}, published->documents);
    change.version = published->version;
    return change;
}

void tell_lost_runs(House& house) {
    for (const auto& [version, why] : house.manuals().unreadable()) {
        std::fprintf(stderr, "markaz: %s\n", why.line().c_str());
        const auto name = [version](const procedure::Run& run, const char* what, std::uint64_t number) {
            if (run.manual == version)
                std::fprintf(stderr, "markaz: %s %llu: its run of %s keeps this version and has no steps any more; lead it by hand\n", what,
                             static_cast<unsigned long long>(number), std::string(run.flow.text()).c_str());
        };
        const centre::Snapshot& state = house.beginning().snapshot;
        for (const centre::OpenContact& contact : state.contacts) name(contact.run, "contact", contact.id.value);
        for (const centre::OpenAssignment& assignment : state.assignments) name(assignment.guide, "contact", assignment.contact.value);
        for (const centre::OpenChecklist& checklist : state.checklists) name(checklist.run, "checklist", checklist.id.value);
    }
}

procedure::ManualHouse manual_house(House& house, Telephones* telephones) {
    procedure::ManualHouse made;
    made.newest = [&house] { return house.manuals().newest(); };
    made.of = [&house](std::uint64_t version) { return house.manuals().of(version); };
    made.text_of = [&house](const procedure::DocumentRef& document) { return house.manuals().text_of(document); };
    made.history = [&house]() -> Result<std::vector<procedure::VersionListed>> {
        auto history = house.manuals().history();
        if (!history) return std::unexpected(history.error());
        auto records = house.records().borrow();
        people::PeopleStore people(*records);
        std::vector<procedure::VersionListed> versions;
        for (auto& each : *history) {
            procedure::VersionListed& version = versions.emplace_back();
            version.version = each.version;
            version.published = each.at;
            if (const auto audited = people.audited(version_named(each.version)); !audited.empty())
                if (const auto who = people.person(audited.front().who)) version.by = who->name;
            version.documents = std::move(each.documents);
        }
        return versions;
    };
    made.judge = [](std::vector<procedure::SourceDocument> sources) { return judge_manual(std::move(sources)).findings; };
    made.publish = [&house, telephones](std::vector<procedure::SourceDocument> sources,
                                        people::PersonId who) -> Result<procedure::ManualChange> {
        auto change = publish(house, telephones, std::move(sources));
        if (!change) return change;
        auto records = house.records().borrow();
        people::PeopleStore(*records).audit(
            {clock_now(), who, people::Audited::published_manual, version_named(change->version)});
        return change;
    };
    return made;
}

Result<procedure::ManualChange> publish_at(const std::string& address, const std::filesystem::path& data,
                                           const std::vector<procedure::SourceDocument>& sources) {
    auto records = connect_records(data);
    if (!records) return std::unexpected(records.error());
    people::PeopleStore store(*records);
    const auto everyone = store.everyone();
    const auto who = std::ranges::find_if(everyone, [](const people::Person& person) {
        return !person.disabled && people::permissions_of(person.roles).allow(people::Permission::manage_manual);
    });
    if (who == everyone.end()) return problem(data.string(), "nobody here may publish a manual", "give somebody the role manager");
    procedure::ManualTexts texts;
    for (const procedure::SourceDocument& source : sources) texts.documents.push_back({source.path, source.text});
    const std::string session = store.begin_session(who->id, clock_now());
    auto answer = post(address, "/api/v1/manual", session, json::text(texts));
    store.end_session(session);
    if (!answer) return std::unexpected(answer.error());
    return json::read<procedure::ManualChange>(*answer);
}

}  // namespace markaz::app
