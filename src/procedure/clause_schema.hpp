#pragma once
// What may stand in the clauses, as JSON Schema: for editors that complete what somebody types, for a form in place of YAML, and
// for the tables of docs/manual-language.md.

#include "base/json.hpp"

namespace markaz::procedure {

/// One schema (JSON Schema 2020-12) of an object with a property for each clause. Beside the standard's keywords it has annotations:
/// `x-example`, a field as it is written; `x-least` and `x-most`, the limits of a length of time; `x-leads` and `x-happens` of a
/// step. Whatever it takes may still have findings: that names are known, and texts agree, no schema can say.
json::Value clause_schema();

}  // namespace markaz::procedure
