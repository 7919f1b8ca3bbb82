#pragma once
// A member that is always written, as null where there is nothing, so that a page may rely on every name being there.

#include <optional>

#include "base/json.hpp"

namespace markaz {

/// Like std::optional, which JSON leaves out where it is empty.
template <class T>
struct Nullable : std::optional<T> {
    using std::optional<T>::optional;
    Nullable() = default;
    Nullable(const std::optional<T>& other) : std::optional<T>(other) {}

    const std::optional<T>& optional() const { return *this; }
    friend bool operator==(const Nullable& a, const Nullable& b) { return a.optional() == b.optional(); }
    friend bool operator==(const Nullable& a, const T& b) { return a.optional() == b; }
};

template <class T>
struct json::Codec<Nullable<T>> {
    static void append(std::string& out, const Nullable<T>& value) { Codec<std::optional<T>>::append(out, value.optional()); }
    static Result<void> read(const Value& from, Nullable<T>& to) { return Codec<std::optional<T>>::read(from, to); }
    static Value schema(Definitions& definitions) {
        return Object{{"oneOf", Array{Codec<T>::schema(definitions), Object{{"type", "null"}}}}};
    }
};

}  // namespace markaz
