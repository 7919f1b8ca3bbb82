#pragma once
// Runs the examples of a manual: a caller and agents who do what an example says, in the machine that serves live calls.

#include <vector>

#include "procedure/example.hpp"
#include "procedure/finding.hpp"
#include "procedure/types.hpp"

namespace markaz::sim {

/// Runs each example in each language of the manual, or in the one that it names. One that fails gives one finding, of rule
/// `example-fails`, at the move or the expectation that did not come true.
std::vector<procedure::Finding> run_examples(const procedure::Manual& manual, const std::vector<procedure::Example>& examples);

}  // namespace markaz::sim
