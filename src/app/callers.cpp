#include "app/callers.hpp"

#include "contact/store.hpp"
#include "customer/number.hpp"
#include "customer/store.hpp"
#include "journal/store_vault.hpp"

namespace markaz::app {

namespace {

/// More callers than any centre has at once; the oldest ones would only be wanted by a call that has lasted for days.
constexpr std::size_t most_at_hand = 200'000;
/// So many of the newest assignments tell who served whom before the program began.
constexpr std::uint32_t most_remembered = 20'000;

}  // namespace

Callers::Callers(Errands& errands) : errands_(errands) {
    errands_.run([last = last_agents_](storage::Database& records) {
        journal::Vault vault(records);
        for (const contact::ServedCaller& each : contact::ContactStore(records).served_lately(most_remembered)) {
            const auto number = vault.get(each.party, "caller-number"_key);
            if (!number || number->empty()) continue;
            const std::lock_guard lock(last->mutex);
            last->of.emplace(*number, each.person);  // the newest is there first, and what was answered meanwhile is newer still
        }
    });
}

contact::VaultId Callers::keep(const std::string& number) {
    const contact::VaultId id = journal::Vault::draw();
    {
        const std::lock_guard lock(mutex_);
        if (at_hand_.size() >= most_at_hand) at_hand_.clear();
        at_hand_.emplace(id, number);
    }
    errands_.run([id, number](storage::Database& records) { journal::Vault(records).put(id, {"caller-number"_key, number}); });
    return id;
}

void Callers::answered(contact::VaultId id, people::PersonId person) {
    const auto caller = number(id);
    if (!caller || caller->empty()) return;
    const std::lock_guard lock(last_agents_->mutex);
    if (last_agents_->of.size() >= most_at_hand) last_agents_->of.clear();
    last_agents_->of[*caller] = person;
}

void Callers::began(const std::string& shown, Instant at) {
    const std::string number = customer::number_of(shown);
    if (number.empty()) return;
    const std::lock_guard lock(lately_.mutex);
    lately_.contacts.add(number, at);
}

void Callers::know_customers(storage::Database& records) {
    std::unordered_map<std::string, customer::Caller> known;
    for (const customer::Customer& each : customer::CustomerStore(records).everyone())
        known.emplace(each.number, customer::Caller{{each.standing, 0, each.person}, each.language});
    const std::lock_guard lock(customers_.mutex);
    customers_.of = std::move(known);
}

customer::Caller Callers::customer(const std::string& shown, Instant now) {
    const std::string number = customer::number_of(shown);
    customer::Caller caller;
    if (number.empty()) return caller;
    {
        const std::lock_guard lock(customers_.mutex);
        if (const auto known = customers_.of.find(number); known != customers_.of.end()) caller = known->second;
    }
    const std::lock_guard lock(lately_.mutex);
    caller.known.contacts_lately = lately_.contacts.count(number, now);
    return caller;
}

void Callers::begin(const std::optional<centre::Cases>& cases, storage::Database& records, Instant now) {
    know_customers(records);
    for (const contact::StartedCaller& each :
         contact::ContactStore(records).started_since(now - customer::Lately::length, customer::Lately::most_counted))
        began(each.number, each.started);
    if (!cases) return;
    journal::Vault vault(records);
    for (const centre::OpenCase& each : cases->open) {
        std::string number = vault.get(each.party, "caller-number"_key).value_or("");
        if (!number.empty()) open_cases_->of[number].insert(each.id);
        open_cases_->by_id.emplace(each.id, OpenCase{each.owner, std::move(number)});
    }
}

void Callers::open_case(contact::CaseId id, people::PersonId owner, contact::VaultId party) {
    {
        const std::lock_guard lock(open_cases_->mutex);
        open_cases_->by_id.emplace(id, OpenCase{owner, {}});
    }
    const auto put = [cases = open_cases_, id](const std::string& number) {
        const std::lock_guard lock(cases->mutex);
        const auto open = cases->by_id.find(id);
        // It may have been closed while the number was looked for.
        if (number.empty() || open == cases->by_id.end()) return;
        open->second.number = number;
        cases->of[number].insert(id);
    };
    if (const auto at_hand = number(party)) return put(*at_hand);
    errands_.run([put, party](storage::Database& records) {
        put(journal::Vault(records).get(party, "caller-number"_key).value_or(""));
    });
}

void Callers::follow(std::span<const centre::Told> told) {
    for (const centre::Told& each : told) {
        if (const auto* started = std::get_if<centre::ContactStarted>(&each.what)) {
            if (started->origin != contact::Origin::live || !started->party) continue;
            if (const auto caller = number(started->party)) began(*caller, each.at);
        } else if (const auto* opened = std::get_if<centre::CaseOpened>(&each.what)) {
            open_case(opened->case_, opened->owner, opened->party);
        } else if (const auto* owned = std::get_if<centre::CaseOwned>(&each.what)) {
            const std::lock_guard lock(open_cases_->mutex);
            open_cases_->by_id[owned->case_].owner = owned->owner;
        } else if (const auto* closed = std::get_if<centre::CaseClosed>(&each.what)) {
            const std::lock_guard lock(open_cases_->mutex);
            const auto gone = open_cases_->by_id.extract(closed->case_);
            const auto cases = gone ? open_cases_->of.find(gone.mapped().number) : open_cases_->of.end();
            if (cases == open_cases_->of.end()) continue;
            cases->second.erase(closed->case_);
            if (cases->second.empty()) open_cases_->of.erase(cases);
        }
    }
}

people::PersonId Callers::preferred(const std::string& number) const {
    {
        const std::lock_guard lock(open_cases_->mutex);
        const auto cases = open_cases_->of.find(number);
        if (cases != open_cases_->of.end()) return open_cases_->by_id.at(*cases->second.rbegin()).owner;
    }
    const std::lock_guard lock(last_agents_->mutex);
    const auto found = last_agents_->of.find(number);
    return found == last_agents_->of.end() ? people::PersonId{} : found->second;
}

std::optional<std::string> Callers::number(contact::VaultId id) const {
    const std::lock_guard lock(mutex_);
    const auto found = at_hand_.find(id);
    return found == at_hand_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace markaz::app
