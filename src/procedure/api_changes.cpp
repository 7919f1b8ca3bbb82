// What a procedure says otherwise than it did: for whoever revises it, and for whoever works by it.

#include <algorithm>

#include "procedure/api.hpp"

namespace markaz::procedure {

using http::Failure;

namespace {

std::string listed(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text.append(text.empty() ? "" : ", ") += word;
    return text;
}

void compare_heads(const ProcedureListed& from, const ProcedureListed& to, std::vector<HeadChanged>& changed) {
    const auto differs = [&](std::string field, const std::string& was, const std::string& is) {
        if (was != is) changed.push_back({std::move(field), was, is});
    };
    for (Language language : all_languages) differs("title." + std::string(code(language)), from.title[language], to.title[language]);
    differs("kind", from.kind, to.kind);
    differs("departments", listed(from.departments), listed(to.departments));
    differs("audience", listed(from.audience), listed(to.audience));
    differs("reads", listed(from.reads), listed(to.reads));
    differs("owner", from.owner, to.owner);
    differs("approver", from.approver, to.approver);
    differs("origin", from.origin, to.origin);
    differs("effective", from.effective, to.effective);
    differs("review", from.review, to.review);
}

/// The names of what is otherwise in a step.
std::vector<std::string> fields_changed(const FlowStep& from, const FlowStep& to) {
    std::vector<std::string> fields;
    boost::mp11::mp_for_each<DescribedMembers<FlowStep>>([&](auto member) {
        const auto &was = from.*member.pointer, &is = to.*member.pointer;
        if constexpr (std::same_as<std::remove_cvref_t<decltype(was)>, Text>) {
            for (Language language : all_languages)
                if (was[language] != is[language]) fields.push_back("text." + std::string(code(language)));
        } else if (json::text(was) != json::text(is)) {
            fields.emplace_back(member.name);
        }
    });
    return fields;
}

void compare_steps(const std::optional<FlowShown>& from, const std::optional<FlowShown>& to, std::vector<StepChanged>& changed) {
    const std::vector<FlowStep> none;
    const std::vector<FlowStep>&was = from ? from->steps : none, &is = to ? to->steps : none;
    for (const FlowStep& step : is) {
        const auto old = std::ranges::find(was, step.id, &FlowStep::id);
        if (old == was.end()) {
            changed.push_back({step.id, Change::added, {}, std::nullopt, step});
            continue;
        }
        auto fields = fields_changed(*old, step);
        if (!fields.empty()) changed.push_back({step.id, Change::changed, std::move(fields), *old, step});
    }
    for (const FlowStep& step : was)
        if (std::ranges::find(is, step.id, &FlowStep::id) == is.end())
            changed.push_back({step.id, Change::removed, {}, step, std::nullopt});
}

void compare_documents(const std::vector<DocumentShown>& from, const std::vector<DocumentShown>& to,
                       std::vector<DocumentChanged>& changed) {
    for (const DocumentShown& document : to) {
        const auto old = std::ranges::find(from, document.path, &DocumentShown::path);
        if (old != from.end() && old->sha256 == document.sha256) continue;
        changed.push_back({document.path, old == from.end() ? Change::added : Change::changed,
                           lines_changed(old == from.end() ? std::string_view{} : std::string_view(old->text), document.text)});
    }
    for (const DocumentShown& document : from)
        if (std::ranges::find(to, document.path, &DocumentShown::path) == to.end())
            changed.push_back({document.path, Change::removed, lines_changed(document.text, "")});
}

}  // namespace

void compare(const ProcedureShown& from, const ProcedureShown& to, ProcedureChanges& changes) {
    if (!from.documents.empty() && !to.documents.empty()) compare_heads(from.procedure, to.procedure, changes.head);
    compare_steps(from.flow, to.flow, changes.steps);
    compare_documents(from.documents, to.documents, changes.documents);
}

http::Answer<ProcedureChanges> ManualService::changes(Key id, const ChangesQuery& query) {
    const auto history = house_.history();
    if (!history) return std::unexpected(Failure(http::Status::unavailable, history.error()));
    const ManualRef newest = house_.newest();
    const std::uint64_t to = query.to.value_or(newest ? newest->version : 0);
    std::optional<std::uint64_t> before;
    for (const VersionListed& each : *history)
        if (each.version < to) before = std::max(before.value_or(0), each.version);
    const auto published = [&](std::string_view parameter, std::uint64_t version) -> http::Answer<const VersionListed*> {
        const auto found = std::ranges::find(*history, version, &VersionListed::version);
        if (found != history->end()) return &*found;
        return std::unexpected(Failure(http::Status::not_found, {"?" + std::string(parameter),
                                                                 "there is no version " + std::to_string(version) + " of the manual",
                                                                 "see GET /api/v1/manual/versions"}));
    };
    const auto is = published("to", to);
    if (!is) return std::unexpected(is.error());
    if (!query.from && !before)
        return std::unexpected(Failure(http::Status::not_found, {"?from", "nothing was published before this version", ""}));
    const auto was = published("from", query.from.value_or(before.value_or(0)));
    if (!was) return std::unexpected(was.error());

    const auto old = show(house_.of((*was)->version), id), now = show(house_.of(to), id);
    if (!old && !now) return std::unexpected(now.error());
    ProcedureChanges made{id, (*was)->version, to, (*was)->published, (*is)->published, {}, {}, {}};
    compare(old.value_or(ProcedureShown{}), now.value_or(ProcedureShown{}), made);
    return made;
}

}  // namespace markaz::procedure
