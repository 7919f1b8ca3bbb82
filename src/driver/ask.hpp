#pragma once
// Asking the machine and waiting for its answer, for callers on threads of their own such as the workers of HTTP.

#include <chrono>
#include <expected>
#include <functional>
#include <vector>

#include "centre/centre.hpp"
#include "driver/live.hpp"

namespace markaz::driver {

/// Why an input got no entry: the machine refused it, or could not be asked.
struct Unanswered {
    enum class Why { refused, busy, stopping };
    Why why = Why::refused;
    centre::Refusal refusal = centre::Refusal::none;
};

/// Returns when the entry of the input is stored, with its number.
using Ask = std::function<std::expected<EntryNumber, Unanswered>(centre::Input)>;

/// Waits without an end: a commit that fails ends the process, so an answer always comes.
Ask ask_of(Live& live);

/// Puts it to the machine, and waits while the machine's box is full. False: the machine is stopping and does not take it.
bool hand_in(Live& live, const centre::Input& input, const std::function<void(const Answer&)>& reply = {});

/// Puts all of it to the machine at once and returns when the last is answered: a thousand inputs share a few commits, where asked one
/// by one each waits for its own. A refusal is an answer. Waits while the machine's box is full; what a stopping machine does not take
/// is dropped.
void tell_all(Live& live, const std::vector<centre::Input>& inputs);

/// What a refusal means, said to whoever wished for it.
Problem explain(const Unanswered& unanswered);

}  // namespace markaz::driver
