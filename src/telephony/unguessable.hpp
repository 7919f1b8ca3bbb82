#pragma once
// What a stranger may not guess: sources and sequence numbers of sound, tags and branches of calls, passwords of lines.

#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace markaz::telephony {

/// From the system's generator, by way of a block of the thread's own: to ask for each byte by itself is a lock, a look at the
/// process and a run of the generator. Ends the process where the system gives none.
void fill_unguessable(std::span<unsigned char> into);

/// Predictable sources and sequence numbers let a stranger forge packets (RFC 3550 section 5.1).
template <class T>
    requires std::is_unsigned_v<T>
T unguessable() {
    T value{};
    fill_unguessable(std::span(reinterpret_cast<unsigned char*>(&value), sizeof value));
    return value;
}

/// So many of 64 letters, six bits of chance each.
std::string unguessable_letters(std::size_t count, std::string_view of);

}  // namespace markaz::telephony
