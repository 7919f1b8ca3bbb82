#pragma once
// The SIP end alone, in one thread and under a stopped clock: whole calls, and half hours of them, in milliseconds.

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "telephony/kept_legs.hpp"
#include "telephony/sip_endpoint.hpp"
#include "telephony/test_phone.hpp"
#include "telephony/timers.hpp"

namespace markaz::telephony::test {

inline constexpr const char* trunk_host = "127.0.0.7";

class ExchangeTest : public testing::Test {
protected:
    void SetUp() override {
        libre_init();
        ASSERT_EQ(re_thread_init(), 0);
        fd_setsize(256);
        poll_method_set(METHOD_EPOLL);
        stop_clock(std::chrono::milliseconds(1'000'000'000));
        open_endpoint("127.0.0.1", nullptr);
    }
    void TearDown() override {
        if (endpoint) endpoint->close();
        endpoint.reset();
        re_thread_close();
        release_clock();
    }

    void open_endpoint(const std::string& address, KeptLegs* kept, std::uint16_t at_port = 0) {
        Settings settings;
        settings.sip_address = address;
        settings.sip_port = at_port;
        settings.trunks = {{"carrier", trunk_host}, {"six", "::1"}};
        settings.devices = {{"amal", md5("amal:markaz:secret"), ""}};
        if (endpoint) endpoint->close();
        const int mine = ++generation;
        const auto tell = [this, mine](Event event) {
            if (mine == generation) events.push_back(std::move(event));
        };
        endpoint = std::make_unique<Endpoint>(settings, Endpoint::World{.tell = tell,
                                                                        .next_leg = [this] { return LegId{++last_leg}; },
                                                                        .media = [](const MediaOrder&) {},
                                                                        .counters = counters,
                                                                        .kept = kept});
        const auto opened = endpoint->open();
        ASSERT_TRUE(opened) << opened.error().line();
        port = *opened;
        events.clear();
    }

    std::unique_ptr<Phone> phone(const std::string& host, const std::string& user, Phone::Over over = Phone::Over::udp) {
        auto made = std::make_unique<Phone>(host, user, port, 0, over);
        made->pump = [] { turn_loop(3); };
        return made;
    }
    std::unique_ptr<Phone> caller() { return phone(trunk_host, "+60312345678"); }
    std::unique_ptr<Phone> desk(const std::string& host, Phone::Over over = Phone::Over::udp) {
        auto made = phone(host, "amal", over);
        EXPECT_EQ(made->register_with("secret"), 200);
        return made;
    }
    void pass(std::chrono::milliseconds time) {
        turn_loop(3);
        advance_clock(time);
        turn_loop(3);
    }
    template <class Kind>
    std::vector<Kind> told() {
        turn_loop(3);
        std::vector<Kind> kinds;
        for (const Event& event : events)
            if (const Kind* one = std::get_if<Kind>(&event)) kinds.push_back(*one);
        return kinds;
    }
    LegId call_desk() {
        const LegId leg{++last_leg};
        endpoint->obey(Call{leg, "amal", "+60312345678", "Cards"});
        return leg;
    }
    /// A caller whose INVITE has been answered; `more` are headers of it.
    LegId answered(Phone& phone, const std::string& more = "") {
        phone.invite("100", more);
        const auto arrived = told<Arrived>();
        if (arrived.empty()) return {};
        endpoint->obey(Accept{arrived.back().leg});
        const auto response = phone.final_response();
        EXPECT_TRUE(response && response->status() == 200);
        if (response) answer = *response;
        return arrived.back().leg;
    }

    LiveCounters counters{};
    std::vector<Event> events;
    std::uint64_t last_leg = 0;
    std::uint16_t port = 0;
    int generation = 0;
    std::unique_ptr<Endpoint> endpoint;
    SipText answer;  ///< the 200 that answered() got
};

}  // namespace markaz::telephony::test
