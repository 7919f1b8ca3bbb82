#pragma once
// The clauses beside flow and routing: forms, escalations, standards and surveys, read out of their YAML.

#include <vector>

#include "procedure/clauses.hpp"
#include "procedure/types.hpp"
#include "procedure/yaml.hpp"

namespace markaz::procedure {

struct ReadField {
    FormField field;
    Place place;
};
struct ReadEscalation {
    Escalation escalation;
    Place place, queue_place;
};
struct ReadTarget {
    Target target;
    Place place;
    std::string document;  ///< in which it stands, for messages about two that contradict each other
};
struct ReadThreshold {
    Threshold threshold;
    Place place;
    Place queue_place;
};
struct ReadStandards {
    std::vector<ReadTarget> targets;
    std::vector<ReadThreshold> thresholds;
};
struct ReadQuestion {
    Key id;
    Line line;
    std::vector<char> keys;
    Duration wait{0};
};
struct ReadSurvey {
    Key id;
    Text title;
    std::vector<ReadQuestion> questions;
    Place place;
};

std::vector<ReadField> read_form(const Node& body, Language source, Findings& findings);
std::vector<ReadEscalation> read_escalations(const Node& body, Language source, Findings& findings);
ReadStandards read_standards(const Node& body, Findings& findings);
std::vector<ReadSurvey> read_surveys(const Node& body, Language source, Findings& findings);

/// Reads what somebody wrote into a field: as a value of its type, or what would be right. Digits of all three scripts are taken.
Result<Value> read_value(const FormField& field, std::string_view written);

}  // namespace markaz::procedure
