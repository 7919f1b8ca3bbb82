#pragma once
// The fields at the top of a document: what it is, whose it is, since when it holds.

#include <optional>
#include <string>

#include "base/key.hpp"
#include "base/language.hpp"
#include "procedure/document.hpp"
#include "procedure/types.hpp"

namespace markaz::procedure {

struct FrontMatter {
    Key id;
    std::string title;
    Language language = Language::en;
    bool translation = false;  ///< `<id>.<language>.md`; the source is `<id>.md`
    std::string of_source;     ///< of a translation: how the SHA-256 of the source began when it was translated; may be empty
    Place of_source_place;
    Place title_place;
    ProcedureCard card;        ///< of a source
};

/// Reads the front matter and checks the path against it: `<id>/<id>.md` is a source, `<id>/<id>.<language>.md` a translation,
/// which has only id, title, language and source. Nothing is returned where id or language cannot be known. Rules: `document-path`,
/// `missing-field`, `wrong-value`, …
std::optional<FrontMatter> read_front_matter(const Document& document, Findings& findings);

}  // namespace markaz::procedure
