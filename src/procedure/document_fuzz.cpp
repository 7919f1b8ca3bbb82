// Whatever bytes come as a document, a clause or a translation, the compiler answers.
// cmake -S . -B build/fuzz -G Ninja -DFUZZ=ON -DSANITIZE=address,undefined && ninja -C build/fuzz document_fuzz

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "procedure/compile.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace markaz::procedure;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const std::string head = "---\nid: x\ntitle: X\nlanguage: en\n---\n";
    const auto compiled = compile({{"x/x.md", text},
                                   {"y/y.md", head + "```flow\n" + text + "\n```\n```routing\n" + text + "\n```\n"},
                                   {"y/y.ar.md", head + "```texts\n" + text + "\n```\n"}});
    // Two of the three documents lack fields, so that silence would be an error of the compiler.
    if (compiled || compiled.error().empty()) std::abort();
    return 0;
}
