#include "base/ranked.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/id.hpp"
#include "base/key.hpp"
#include "base/numbered.hpp"
#include "base/places.hpp"
#include "base/random.hpp"
#include "base/table.hpp"
#include "base/upcoming.hpp"

namespace markaz {
namespace {

using Number = Id<struct NumberTag>;

TEST(Ranked, IsASetInOrderWhateverComesAndGoes) {
    Random random = Random::seeded(1);
    Ranked<std::int64_t> ranked;
    std::set<std::int64_t> model;
    std::int64_t rising = 1'000'000;
    for (int step = 0; step < 60'000; ++step) {
        const std::uint64_t deed = random.below(10);
        if (deed < 3) {
            const std::int64_t value = ++rising;  // as most do, at the end
            ranked.insert(value);
            model.insert(value);
        } else if (deed < 5) {
            const auto value = static_cast<std::int64_t>(random.below(900'000));
            if (model.insert(value).second) ranked.insert(value);
        } else if (deed < 8 && !model.empty()) {
            const std::int64_t first = *model.begin();
            ASSERT_EQ(ranked.front(), first);
            ranked.erase(first);
            model.erase(first);
        } else {
            const auto at = model.lower_bound(static_cast<std::int64_t>(random.below(1'100'000)));
            if (at == model.end()) continue;
            EXPECT_EQ(ranked.before(*at), static_cast<std::size_t>(std::distance(model.begin(), at)));
            ranked.erase(*at);
            model.erase(at);
        }
        ASSERT_EQ(ranked.size(), model.size());
    }
    std::vector<std::int64_t> all;
    ranked.each_while([&](std::int64_t each) {
        all.push_back(each);
        return true;
    });
    EXPECT_EQ(all, std::vector<std::int64_t>(model.begin(), model.end()));
}

TEST(Numbered, FindsWhatIsThereAndForgetsWhatWent) {
    Random random = Random::seeded(2);
    Numbered<Number, std::uint64_t> table;
    std::map<std::uint64_t, std::uint64_t> model;
    std::uint64_t next = 1;
    for (int step = 0; step < 50'000; ++step) {
        if (random.below(2) == 0 || model.empty()) {
            next += random.below(50) == 0 ? random.below(1000) : 1;
            table.add(Number{next}, next * 7);
            model[next] = next * 7;
            ++next;
        } else {
            const auto at = model.lower_bound(random.below(next));
            if (at == model.end()) continue;
            table.remove(Number{at->first});
            EXPECT_EQ(table.find(Number{at->first}), nullptr);
            model.erase(at);
        }
    }
    ASSERT_EQ(table.size(), model.size());
    const auto ids = table.ids();
    ASSERT_EQ(ids.size(), model.size());
    std::size_t place = 0;
    for (const auto& [id, value] : model) {
        EXPECT_EQ(ids[place++].value, id);
        EXPECT_EQ(*table.find(Number{id}), value);
    }
    EXPECT_EQ(table.find(Number{next + 1'000'000'000}), nullptr);
}

TEST(Table, KeepsNearAndFarIdsAndWalksThemInOrder) {
    Table<Number, int> table;
    for (std::uint64_t id : {std::uint64_t{5}, std::uint64_t{1} << 52, std::uint64_t{3}, std::uint64_t{1} << 20}) table.add(Number{id}, 1);
    table.remove(Number{5});
    table.remove(Number{4});
    const std::vector<Number> expected{{3}, {std::uint64_t{1} << 20}, {std::uint64_t{1} << 52}};
    EXPECT_EQ(table.ids(), expected);
    EXPECT_EQ(table.size(), 3u);
    EXPECT_EQ(table.find(Number{5}), nullptr);
}

TEST(Upcoming, IsInOrderOfInstantsAndThenOfOrder) {
    Random random = Random::seeded(3);
    struct Thing {
        Instant due;
        std::uint64_t order;
    };
    Upcoming<Thing> upcoming;
    const auto take_first = [&] {
        const Thing first = upcoming.take_first();
        return std::pair(first.due, first.order);
    };
    std::set<std::pair<Instant, std::uint64_t>> model;
    for (std::uint64_t order = 0; order < 20'000; ++order) {
        // Near and far, before 1970 and after, many at one instant, and some before what was taken already.
        const std::int64_t reach = std::int64_t{1} << random.below(50);
        const Instant at{Duration{static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(reach))) - reach / 2}};
        upcoming.add({at, order});
        model.emplace(at, order);
        if (random.below(3) == 0) continue;
        ASSERT_EQ(take_first(), *model.begin());
        model.erase(model.begin());
    }
    while (!model.empty()) {
        ASSERT_EQ(take_first(), *model.begin());
        model.erase(model.begin());
    }
    EXPECT_TRUE(upcoming.empty());
}

TEST(Places, AreTheFirstOfEachKeyInTheList) {
    std::vector<Key> list;
    for (int number = 0; number < 1000; ++number) list.push_back(*Key::from("queue-" + std::to_string(number % 700)));
    list.push_back({});
    const Places places(list, [](const Key& each) { return each; });
    for (std::uint32_t number = 0; number < 1000; ++number) EXPECT_EQ(places.find(list[number]), number % 700);
    EXPECT_EQ(places.find({}), 1000u);
    EXPECT_EQ(places.find("queue-700"_key), Places::none);
    EXPECT_EQ(Places{}.find("queue-1"_key), Places::none);
}

TEST(Keys, AreOrderedAsTheirTexts) {
    const std::vector<Key> rising{"a"_key, "a-"_key, "a0"_key, "aa"_key, "abcdefghijk"_key, "abcdefghijkl"_key, "b"_key, "ba"_key};
    for (std::size_t each = 0; each + 1 < rising.size(); ++each) {
        EXPECT_LT(rising[each], rising[each + 1]);
        EXPECT_EQ(rising[each] <=> rising[each + 1], rising[each].text() <=> rising[each + 1].text());
        EXPECT_NE(rising[each], rising[each + 1]);
    }
}

}  // namespace
}  // namespace markaz
