// Whatever is written as a condition, it is refused at a place inside the text or has a value.
// cmake -S . -B build/fuzz -G Ninja -DFUZZ=ON -DSANITIZE=address,undefined && ninja -C build/fuzz condition_fuzz

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "procedure/condition.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace markaz;
    using namespace markaz::procedure;
    static const std::vector<KnownName> names{{"a", ValueType::number, {}},   {"b", ValueType::choice, {"x"_key}},
                                              {"c", ValueType::yes_no, {}},   {"d", ValueType::date, {}},
                                              {"e", ValueType::duration, {}}, {"f", ValueType::text, {}}};
    static const std::vector<KnownField> fields{{"a"_key, {ValueType::number, INT64_MIN, {}}},
                                                {"e"_key, {ValueType::duration, INT64_MAX, {}}}};
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto condition = Condition::compile(text, names);
    if (!condition && (condition.error().at > size || condition.error().what.empty())) std::abort();
    Facts facts;
    facts.fields = fields;
    if (condition) (void)condition->holds(facts);
    return 0;
}
