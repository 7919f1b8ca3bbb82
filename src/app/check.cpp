// `markaz check DIR`: compiles a manual and says all that is wrong with it; `markaz check --schema`: what may stand in one.

#include <cstdio>

#include "app/commands.hpp"
#include "app/manuals.hpp"
#include "base/json.hpp"
#include "procedure/clause_schema.hpp"
#include "procedure/compile.hpp"

namespace markaz::app {

namespace {

struct FindingLine {
    std::string rule, where, what, right;
};
BOOST_DESCRIBE_STRUCT(FindingLine, (), (rule, where, what, right))

}  // namespace

int check(const CheckOptions& options) {
    if (options.schema) {
        std::puts(json::text(procedure::clause_schema()).c_str());
        return exit_done;
    }
    const auto sources = read_manual(options.manual);
    if (!sources) return refuse(sources.error());
    const procedure::Checked checked = judge_manual(*sources);
    std::vector<FindingLine> lines;
    for (const procedure::Finding& finding : checked.findings)
        lines.push_back({std::string(finding.rule.id()), finding.problem().where, finding.what, finding.right});
    if (options.json) {
        std::puts(json::text(lines).c_str());
    } else {
        for (const FindingLine& line : lines)
            std::printf("%s [%s]\n", Problem{line.where, line.what, line.right}.line().c_str(), line.rule.c_str());
    }
    if (lines.empty()) {
        std::fprintf(stderr, "%zu documents, %zu flows, %zu queues, %zu examples: nothing is wrong\n", sources->size(),
                     checked.manual.flows.size(), checked.manual.queues.size(), checked.examples.size());
        return exit_done;
    }
    std::fprintf(stderr, "%zu findings\n", lines.size());
    return exit_refused;
}

}  // namespace markaz::app
