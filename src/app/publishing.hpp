#pragma once
// Putting a manual in force, wherever it comes from: an empty directory's first one, the API, or `markaz import manual`.

#include "app/house.hpp"
#include "procedure/api.hpp"

namespace markaz::app {

class Telephones;

/// Speech first, so that no caller stands in a menu that cannot be heard; then it is in force. `telephones` may be null.
Result<procedure::ManualChange> publish(House& house, Telephones* telephones, std::vector<procedure::SourceDocument> sources);

/// Names on standard error each run that keeps a version of the manual which can no longer be read: a person must see to it.
void tell_lost_runs(House& house);

/// What serves the manual of this house.
procedure::ManualHouse manual_house(House& house, Telephones* telephones);

/// Publishes by the API of the centre that runs at `address`, as one who may: for a directory that another process holds.
Result<procedure::ManualChange> publish_at(const std::string& address, const std::filesystem::path& data,
                                           const std::vector<procedure::SourceDocument>& sources);

}  // namespace markaz::app
