#pragma once
// What a customer wrote on the web form, and how it stands.

#include <cstdint>

#include <boost/describe.hpp>

#include "base/id.hpp"

namespace markaz::message {

/// One message. Drawn by chance before the machine knows of it, so that it can be told which contact it became.
using MessageId = Id<struct MessageTag>;

/// What its writer is told. `refused`: its queue was full or closed; nobody will read it.
enum class MessageState { waiting, reading, answered, closed, refused };
BOOST_DESCRIBE_ENUM(MessageState, waiting, reading, answered, closed, refused)

}  // namespace markaz::message
