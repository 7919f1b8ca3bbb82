#include "journal/codec.hpp"

#include <array>
#include <optional>

#include "base/digest.hpp"
#include "centre/centre.hpp"

namespace markaz::journal {

namespace {

template <class T>
inline constexpr InputType written_as = {};
template <>
inline constexpr InputType written_as<centre::Tick>{"tick", 1};
template <>
inline constexpr InputType written_as<centre::Opened>{"opened", 1};
template <>
inline constexpr InputType written_as<centre::Restarted>{"restarted", 1};
template <>
inline constexpr InputType written_as<centre::ClockCorrected>{"clock_corrected", 1};
template <>
inline constexpr InputType written_as<centre::ManualPublished>{"manual_published", 1};
template <>
inline constexpr InputType written_as<centre::AgentChanged>{"agent_changed", 1};
template <>
inline constexpr InputType written_as<centre::ContactArrived>{"contact_arrived", 3};
template <>
inline constexpr InputType written_as<centre::KeyPressed>{"key_pressed", 1};
template <>
inline constexpr InputType written_as<centre::PromptEnded>{"prompt_ended", 1};
template <>
inline constexpr InputType written_as<centre::CallerLeft>{"caller_left", 1};
template <>
inline constexpr InputType written_as<centre::PresenceDeclared>{"presence_declared", 1};
template <>
inline constexpr InputType written_as<centre::AgentRinging>{"agent_ringing", 1};
template <>
inline constexpr InputType written_as<centre::AgentAnswered>{"agent_answered", 1};
template <>
inline constexpr InputType written_as<centre::AgentRefused>{"agent_refused", 1};
template <>
inline constexpr InputType written_as<centre::AgentLeft>{"agent_left", 1};
template <>
inline constexpr InputType written_as<centre::HoldWanted>{"hold_wanted", 1};
template <>
inline constexpr InputType written_as<centre::ResumeWanted>{"resume_wanted", 1};
template <>
inline constexpr InputType written_as<centre::RecordingPauseWanted>{"recording_pause_wanted", 1};
template <>
inline constexpr InputType written_as<centre::TransferWanted>{"transfer_wanted", 1};
template <>
inline constexpr InputType written_as<centre::StepAnswered>{"step_answered", 2};
template <>
inline constexpr InputType written_as<centre::ReplyWritten>{"reply_written", 1};
template <>
inline constexpr InputType written_as<centre::WrapUpDone>{"wrap_up_done", 1};
template <>
inline constexpr InputType written_as<centre::GuideDeviated>{"guide_deviated", 1};
template <>
inline constexpr InputType written_as<centre::GuideOpened>{"guide_opened", 2};
template <>
inline constexpr InputType written_as<centre::NoteWritten>{"note_written", 1};
template <>
inline constexpr InputType written_as<centre::ChecklistBegun>{"checklist_begun", 1};
template <>
inline constexpr InputType written_as<centre::ChecklistAnswered>{"checklist_answered", 1};
template <>
inline constexpr InputType written_as<centre::ChecklistDropped>{"checklist_dropped", 1};

template <>
inline constexpr InputType written_as<centre::CustomerAnswered>{"customer_answered", 1};
template <>
inline constexpr InputType written_as<centre::CustomerUnreached>{"customer_unreached", 1};
template <>
inline constexpr InputType written_as<centre::MessageRecorded>{"message_recorded", 1};
template <>
inline constexpr InputType written_as<centre::ResultAnswered>{"result_answered", 1};
template <>
inline constexpr InputType written_as<centre::CaseTaken>{"case_taken", 1};
template <>
inline constexpr InputType written_as<centre::CaseGiven>{"case_given", 1};
template <>
inline constexpr InputType written_as<centre::CaseSettled>{"case_settled", 1};
template <>
inline constexpr InputType written_as<centre::PeopleNamed>{"people_named", 1};

template <class... T>
constexpr auto types_of(std::type_identity<std::variant<T...>>) {
    static_assert(((written_as<T>.version > 0) && ...), "an input has no name in the journal");
    return std::array{written_as<T>...};
}
constexpr auto types = types_of(std::type_identity<centre::Input>{});

/// Before there were callbacks nobody asked how a caller could be called.
Result<json::Value> with_no_way_back(json::Value body) {
    auto* object = std::get_if<json::Object>(&body.is);
    if (!object) return body;  // what it is instead is said when it is read
    object->push_back({"way_back", "none"});
    object->push_back({"trunk", ""});
    return body;
}

/// Before customers were known nobody was anything but a caller.
Result<json::Value> with_no_customer(json::Value body) {
    auto* object = std::get_if<json::Object>(&body.is);
    if (!object) return body;
    constexpr std::uint64_t none = 0;
    object->push_back({"customer", json::Object{{"standing", "ordinary"}, {"contacts_lately", none}, {"named", none}}});
    return body;
}

/// Before there were variants every procedure was opened at its start.
Result<json::Value> at_its_start(json::Value body) {
    auto* object = std::get_if<json::Object>(&body.is);
    if (!object) return body;
    object->push_back({"step", ""});
    object->push_back({"option", ""});
    return body;
}

/// Before there were cases no step joined one.
Result<json::Value> with_no_case(json::Value body) {
    if (auto* object = std::get_if<json::Object>(&body.is)) object->push_back({"joins", std::uint64_t{0}});
    return body;
}

constexpr std::array upcasters_of_today{Upcaster{"contact_arrived", 1, with_no_way_back},
                                        Upcaster{"contact_arrived", 2, with_no_customer}, Upcaster{"guide_opened", 1, at_its_start},
                                        Upcaster{"step_answered", 1, with_no_case}};

std::optional<std::size_t> index_of(std::string_view name) {
    for (std::size_t index = 0; index < types.size(); ++index)
        if (types[index].name == name) return index;
    return std::nullopt;
}

/// Puts the entry's name before the place inside its body.
std::unexpected<Problem> in_entry(const Entry& entry, Problem inside) {
    inside.where = name_of(entry) + (inside.where.empty() ? "" : " " + inside.where);
    return std::unexpected(std::move(inside));
}

Result<json::Value> lifted(const Entry& entry, json::Value body, std::uint32_t to, std::span<const Upcaster> upcasters) {
    for (std::uint32_t version = entry.type_version; version < to; ++version) {
        const auto step =
            std::ranges::find_if(upcasters, [&](const Upcaster& each) { return each.type == entry.type && each.from == version; });
        if (step == upcasters.end())
            return problem({}, "version " + std::to_string(version) + " of this type was never released",
                           "restore the journal from a backup");
        auto next = step->lift(std::move(body));
        if (!next) return next;
        body = std::move(*next);
    }
    return body;
}

template <std::size_t... index>
Result<centre::Input> read_input(std::size_t wanted, const json::Value& body, std::index_sequence<index...>) {
    Result<centre::Input> input;
    const auto read_if_wanted = [&]<std::size_t each>(std::integral_constant<std::size_t, each>) {
        if (each != wanted) return;
        auto read = json::from_value<std::variant_alternative_t<each, centre::Input>>(body);
        if (read) input = std::move(*read);
        else input = std::unexpected(std::move(read.error()));
    };
    (read_if_wanted(std::integral_constant<std::size_t, index>{}), ...);
    return input;
}

}  // namespace

std::span<const InputType> input_types() { return types; }

std::span<const Upcaster> released_upcasters() { return upcasters_of_today; }

std::string name_of(const Entry& entry) { return "entry " + std::to_string(entry.number) + " (" + entry.type + ")"; }

std::uint64_t told_digest(std::span<const centre::Told> told) {
    Digest digest;
    digest.add(told.size());
    for (const centre::Told& each : told) digest.add(each.at).add(each.what);
    return digest.value();
}

Entry make_entry(EntryNumber number, Instant at, contact::Origin origin, const centre::Input& input, std::span<const centre::Told> told) {
    Entry entry;
    entry.number = number;
    entry.at = at;
    entry.origin = origin;
    entry.type = types[input.index()].name;
    entry.type_version = types[input.index()].version;
    std::visit([&entry](const auto& each) { json::append(entry.body, each); }, input);
    entry.digest = told_digest(told);
    entry.machine_version = centre::machine_version;
    return entry;
}

Result<centre::Input> decode(const Entry& entry, const ManualLibrary& library, std::span<const Upcaster> upcasters) {
    const auto index = index_of(entry.type);
    if (!index)
        return problem(name_of(entry), "this program knows no input of this type",
                       "install the program that wrote the journal, or a newer one");
    const std::uint32_t today = types[*index].version;
    if (entry.type_version > today)
        return problem(name_of(entry), "version " + std::to_string(entry.type_version) + " of this type is newer than this program",
                       "this program reads versions up to " + std::to_string(today) + ": install the newer one");

    auto body = json::parse(entry.body, {.bytes = entry.body.size()});
    if (body) body = lifted(entry, std::move(*body), today, upcasters);
    if (!body) return in_entry(entry, std::move(body.error()));
    auto input = read_input(*index, *body, std::make_index_sequence<std::variant_size_v<centre::Input>>{});
    if (!input) return in_entry(entry, std::move(input.error()));

    if (auto* published = std::get_if<centre::ManualPublished>(&*input)) {
        auto manual = library(published->version, published->documents);
        if (!manual) return in_entry(entry, std::move(manual.error()));
        published->manual = std::move(*manual);
    }
    return input;
}

}  // namespace markaz::journal
