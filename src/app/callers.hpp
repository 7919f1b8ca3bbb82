#pragma once
// Who calls: their numbers while they call, who answered them last, whose their open cases are, whom of them we know, and how often they
// called lately.

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>

#include "app/errands.hpp"
#include "centre/outputs.hpp"
#include "centre/snapshot.hpp"
#include "contact/types.hpp"
#include "customer/lately.hpp"
#include "customer/types.hpp"
#include "people/types.hpp"

namespace markaz::app {

/// Numbers of callers: kept in the vault, and at hand while they call.
class Callers {
public:
    /// Who answered whom lately is read from the records as soon as the errands have time for it.
    explicit Callers(Errands& errands);

    /// An opaque id for the journal; the number itself is on its way to the vault.
    contact::VaultId keep(const std::string& number);
    /// Nothing when it is no longer at hand; empty where the caller showed none.
    std::optional<std::string> number(contact::VaultId id) const;

    /// Somebody answered this caller.
    void answered(contact::VaultId id, people::PersonId person);
    /// The cases that are open when the program begins, the customers that are known, and who called lately, before anybody can call; and
    /// what becomes of cases from then on.
    void begin(const std::optional<centre::Cases>& cases, storage::Database& records, Instant now);
    /// Customers changed.
    void know_customers(storage::Database& records);
    void follow(std::span<const centre::Told> told);
    /// Who would best serve this number: the owner of its newest open case, or who answered it last, as far as it is remembered; nobody: 0.
    people::PersonId preferred(const std::string& number) const;
    /// What is known of whoever shows this number. Numbers are compared in one form (customer/number.hpp).
    customer::Caller customer(const std::string& number, Instant now);

private:
    Errands& errands_;
    mutable std::mutex mutex_;
    std::unordered_map<contact::VaultId, std::string> at_hand_;
    struct LastAgents {
        std::mutex mutex;
        std::unordered_map<std::string, people::PersonId> of;  ///< by number
    };
    std::shared_ptr<LastAgents> last_agents_ = std::make_shared<LastAgents>();  ///< an errand may outlive us
    struct OpenCase {
        people::PersonId owner;
        std::string number;  ///< empty until it is known, and of who showed none
    };
    struct OpenCases {
        std::mutex mutex;
        std::map<contact::CaseId, OpenCase> by_id;
        std::unordered_map<std::string, std::set<contact::CaseId>> of;  ///< by number
    };
    std::shared_ptr<OpenCases> open_cases_ = std::make_shared<OpenCases>();
    void open_case(contact::CaseId id, people::PersonId owner, contact::VaultId party);
    struct {
        std::mutex mutex;
        std::unordered_map<std::string, customer::Caller> of;  ///< by number
    } customers_;
    struct {
        std::mutex mutex;
        customer::Lately contacts;  ///< of live callers
    } lately_;
    void began(const std::string& shown, Instant at);
};

}  // namespace markaz::app
