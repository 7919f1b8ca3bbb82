#pragma once
// The centre's web server: every room's routes in one table, the live topics, the page, and what machines ask (health, metrics).

#include <memory>
#include <mutex>
#include <thread>

#include "app/house.hpp"
#include "app/telephones.hpp"
#include "board/api.hpp"
#include "board/expected_waits.hpp"
#include "contact/api.hpp"
#include "contact/api_cases.hpp"
#include "contact/api_escalations.hpp"
#include "contact/api_guides.hpp"
#include "contact/api_why.hpp"
#include "customer/api.hpp"
#include "desk/api.hpp"
#include "desk/api_checklists.hpp"
#include "edge/http/server.hpp"
#include "message/api.hpp"
#include "people/api.hpp"
#include "people/api_manage.hpp"
#include "procedure/api.hpp"
#include "switchboard/api.hpp"
#include "switchboard/api_phone.hpp"

namespace markaz::app {

class Web {
public:
    /// Makes every view from where the machine stands and subscribes them to it; the machine is not live yet.
    static Result<std::unique_ptr<Web>> open(House& house, Telephones* telephones, http::Settings settings);
    ~Web();

    /// The bound ports, in the order of the settings.
    std::vector<std::uint16_t> ports() const { return server_->ports(); }
    void set_ready() { ready_ = true; }
    message::MessageService& messages() { return *messages_; }

    const http::Routes& routes() const { return routes_; }

private:
    Web(House& house, Telephones* telephones);
    Result<void> make_views();
    desk::House desks_house();
    void make_management();
    void make_phones();
    void make_reasons();
    void add_routes();
    std::optional<http::Response> follow(const http::Request& request, const http::Subscription& subscription);
    std::vector<people::AgentNow> agents_now() const;
    std::optional<contact::CustomerShown> customer_of(storage::Database& records, const std::string& caller) const;
    std::string metrics() const;
    void count_waits(std::string& out) const;

    House& house_;
    Telephones* telephones_;
    std::atomic<bool> ready_ = false;
    std::unique_ptr<board::BoardService> boards_;
    mutable std::mutex waits_mutex_;  ///< told by the committer, read by the workers
    board::ExpectedWaits waits_;
    std::unique_ptr<desk::DeskService> desks_;
    std::unique_ptr<contact::CaseService> cases_;
    std::unique_ptr<desk::ChecklistService> checklists_;
    std::unique_ptr<people::PeopleService> people_;
    std::unique_ptr<contact::ContactService> contacts_;
    std::unique_ptr<contact::GuideService> guides_;
    std::unique_ptr<contact::EscalationService> escalations_;
    std::unique_ptr<customer::CustomerService> customers_;
    std::unique_ptr<procedure::ManualService> manual_;
    std::unique_ptr<contact::WhyService> why_;
    std::unique_ptr<message::MessageService> messages_;
    std::unique_ptr<people::PeopleManagement> management_;
    std::unique_ptr<switchboard::TelephoneService> site_;
    std::unique_ptr<switchboard::PhoneService> phones_;
    http::Routes routes_;
    std::string openapi_;
    std::unique_ptr<http::Server> server_;
    std::jthread beat_;
};

}  // namespace markaz::app
