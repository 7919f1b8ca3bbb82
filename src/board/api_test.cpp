#include "board/api.hpp"

#include <gtest/gtest.h>

#include "base/json.hpp"

namespace markaz::board {
namespace {

using namespace std::chrono_literals;

const metrics::Calendar jakarta = metrics::Calendar::of("Asia/Jakarta", std::chrono::Monday).value();

class Wall : public testing::Test {
protected:
    LiveBoard fresh(Origins origins) const {
        return LiveBoard::fresh(origins, jakarta, [](std::uint64_t) { return nullptr; }, {}, 0, now, {});
    }
    void caller_arrives(contact::Origin origin = contact::Origin::live) {
        const contact::ContactId caller{++entry};
        const std::vector<centre::Told> told{{now, centre::ContactStarted{.contact = caller, .origin = origin}},
                                             {now, centre::VisitStarted{{entry}, caller, origin, "cards"_key}}};
        service.follow({entry, now, origin, told});
    }
    json::Value sent(std::size_t index) const { return json::parse(*messages.at(index).second).value(); }
    static std::string at(const json::Value& message, std::string_view a, std::string_view b = {}) {
        const json::Value* found = message.find(a);
        return json::text(b.empty() ? *found : *found->find(b));
    }
    http::Response get(std::string query, people::Permissions may) {
        http::Routes routes([may](std::string_view) { return http::Caller{{1}, "Sara", may}; });
        service.add_routes(routes);
        http::Request request;
        request.path = "/api/v1/board";
        request.query = std::move(query);
        request.headers = {{"Cookie", "markaz=token"}};
        return routes.handle(request);
    }

    Instant now = parse_instant("2026-11-22T09:00:00+07:00").value();
    std::uint64_t entry = 0;
    std::vector<std::pair<std::string, BoardService::Message>> messages;
    BoardService service{fresh(Origins::live), fresh(Origins::all), [this] { return now; },
                         [this](std::string_view topic, BoardService::Message message) {
                             messages.emplace_back(topic, std::move(message));
                         }};
};

TEST_F(Wall, HoweverMuchHappensABeatSendsOneBoardOfEachTopic) {
    for (int caller = 0; caller < 7; ++caller) caller_arrives();
    service.beat();
    ASSERT_EQ(messages.size(), 2u);
    EXPECT_EQ(messages[0].first, "board.live");
    EXPECT_EQ(messages[1].first, "board.all");
    EXPECT_EQ(at(sent(0), "event", "waiting"), "7");
    EXPECT_EQ(at(sent(0), "event", "entry"), "7");
    EXPECT_EQ(at(sent(0), "number"), "1");
}

TEST_F(Wall, AFollowerGetsTheSnapshotAndThenEveryEventAfterIt) {
    caller_arrives();
    service.beat();
    BoardService::Message snapshot;
    service.begin("board.live", [&](BoardService::Message message) { snapshot = std::move(message); });
    caller_arrives();
    service.beat();

    const json::Value first = json::parse(*snapshot).value();
    EXPECT_EQ(at(first, "topic"), "\"board.live\"");
    EXPECT_EQ(at(first, "number"), "1");
    EXPECT_EQ(at(first, "snapshot", "waiting"), "1");
    EXPECT_EQ(at(sent(2), "number"), "2");
    EXPECT_EQ(at(sent(2), "event", "waiting"), "2");
}

TEST_F(Wall, AQuietBoardIsSentAgainSoThatAScreenKnowsThatTheFeedLives) {
    service.beat();
    const std::size_t before = messages.size();
    now += quiet_for - 1s;
    service.beat();
    EXPECT_EQ(messages.size(), before);
    now += 1s;
    service.beat();
    EXPECT_EQ(messages.size(), before + 2);
}

TEST_F(Wall, SimulatedContactsMoveOnlyTheBoardOfAll) {
    caller_arrives(contact::Origin::simulated);
    EXPECT_EQ(service.show(Origins::live).waiting, 0u);
    EXPECT_EQ(service.show(Origins::all).waiting, 1u);
}

TEST_F(Wall, TheBoardIsForThoseWhoMayViewIt) {
    caller_arrives(contact::Origin::simulated);
    EXPECT_EQ(get("", {}).status, http::Status::forbidden);
    const http::Response response = get("origins=all", {people::Permission::view_board});
    EXPECT_EQ(response.status, http::Status::ok);
    EXPECT_EQ(at(json::parse(std::get<std::string>(response.body)).value(), "waiting"), "1");
    EXPECT_EQ(get("origins=some", {people::Permission::view_board}).status, http::Status::invalid);
}

}  // namespace
}  // namespace markaz::board
