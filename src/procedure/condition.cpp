#include "procedure/condition.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include "procedure/fields.hpp"
#include "procedure/finding.hpp"

namespace markaz::procedure {

namespace {

/// The stack of an evaluation. A condition that needs more is refused when it is compiled.
constexpr std::size_t deepest_stack = 64;
constexpr std::size_t longest_list = 200;

/// What lies on the stack: an amount or a word, or nothing.
struct Cell {
    bool known = false;
    std::int64_t amount = 0;
    const Key* word = nullptr;  ///< of a choice
};

Cell amount_cell(std::int64_t amount) { return {true, amount, nullptr}; }

bool same(const Cell& a, const Cell& b) {
    if (a.known != b.known) return false;
    if (!a.known) return true;
    if (a.word && b.word) return *a.word == *b.word;
    return a.amount == b.amount;
}

/// `by` as whole numbers with the unit of parse_number between them; nothing where it does not fit.
std::optional<std::int64_t> scaled(__int128 product, std::int64_t divisor) {
    if (divisor == 0) return std::nullopt;
    const __int128 result = product / divisor;
    if (result > std::numeric_limits<std::int64_t>::max() || result < std::numeric_limits<std::int64_t>::min()) return std::nullopt;
    return static_cast<std::int64_t>(result);
}

template <class Combine>
Cell combined(const Cell& a, const Cell& b, Combine combine) {
    if (!a.known || !b.known) return {};
    const std::optional<std::int64_t> result = combine(a.amount, b.amount);
    return result ? amount_cell(*result) : Cell{};
}

std::optional<std::int64_t> sum(std::int64_t a, std::int64_t b) {
    std::int64_t result = 0;
    return __builtin_add_overflow(a, b, &result) ? std::nullopt : std::optional(result);
}
std::optional<std::int64_t> difference(std::int64_t a, std::int64_t b) {
    std::int64_t result = 0;
    return __builtin_sub_overflow(a, b, &result) ? std::nullopt : std::optional(result);
}

template <class Enum>
const std::array<Key, boost::mp11::mp_size<boost::describe::describe_enumerators<Enum>>::value>& words_of() {
    static const auto words = [] {
        std::array<Key, boost::mp11::mp_size<boost::describe::describe_enumerators<Enum>>::value> made;
        std::size_t next = 0;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto each) { made[next++] = *Key::from(each.name); });
        return made;
    }();
    return words;
}

enum class Fact : std::uint32_t { language, channel, queue, waited, elapsed, transfers, trainee, standing, contacts_lately };

Cell fact_cell(Fact fact, const Facts& facts) {
    switch (fact) {
        case Fact::language: return {true, 0, &words_of<Language>()[static_cast<std::size_t>(facts.language)]};
        case Fact::channel: return {true, 0, &words_of<contact::Channel>()[static_cast<std::size_t>(facts.channel)]};
        case Fact::queue: return {!facts.queue.empty(), 0, &facts.queue};
        case Fact::waited: return amount_cell(facts.waited.count());
        case Fact::elapsed: return amount_cell(facts.elapsed.count());
        case Fact::transfers: return amount_cell(static_cast<std::int64_t>(facts.transfers) * number_unit);
        case Fact::trainee: return amount_cell(facts.trainee ? 1 : 0);
        case Fact::standing: return {true, 0, &words_of<customer::Standing>()[static_cast<std::size_t>(facts.customer.standing)]};
        case Fact::contacts_lately: return amount_cell(static_cast<std::int64_t>(facts.customer.contacts_lately) * number_unit);
    }
    return {};
}

Cell field_cell(const Key& field, std::span<const KnownField> fields) {
    for (const KnownField& known : fields)
        if (known.field == field) {
            const bool word = known.value.type == ValueType::choice;
            return {true, known.value.amount, word ? &known.value.word : nullptr};
        }
    return {};
}

std::string_view type_text(ValueType type) {
    switch (type) {
        case ValueType::text: return "a text";
        case ValueType::number: return "a number";
        case ValueType::yes_no: return "yes or no";
        case ValueType::choice: return "a choice";
        case ValueType::date: return "a date";
        case ValueType::duration: return "a length of time";
    }
    return {};
}

}  // namespace

const std::vector<KnownName>& names_of_facts() {
    static const std::vector<KnownName> names = [] {
        const auto& languages = words_of<Language>();
        const auto& channels = words_of<contact::Channel>();
        const auto& standings = words_of<customer::Standing>();
        return std::vector<KnownName>{{"language", ValueType::choice, {languages.begin(), languages.end()}},
                                      {"channel", ValueType::choice, {channels.begin(), channels.end()}},
                                      {"queue", ValueType::choice, {}},
                                      {"waited", ValueType::duration, {}},
                                      {"elapsed", ValueType::duration, {}},
                                      {"transfers", ValueType::number, {}},
                                      {"trainee", ValueType::yes_no, {}},
                                      {"customer.standing", ValueType::choice, {standings.begin(), standings.end()}},
                                      {"customer.contacts_lately", ValueType::number, {}}};
    }();
    return names;
}

/// Reads a condition and checks its types. The first slip ends it: everything behind would be wrong for the same reason.
class ConditionReader {
public:
    ConditionReader(std::string_view text, std::span<const KnownName> fields) : text_(text), fields_(fields) {}

    std::expected<Condition, ConditionProblem> read() {
        if (text_.size() > longest_condition)
            return std::unexpected(ConditionProblem{0, "the condition has " + std::to_string(text_.size()) + " bytes",
                                                    "at most " + std::to_string(longest_condition) + " are read"});
        next();
        const Operand whole = either();
        if (!problem_ && token_.kind != Token::Kind::end) fail(token_.at, "here " + found() + " follows", "join two conditions by and, or");
        if (!problem_) need(whole, ValueType::yes_no, "a condition is true or false");
        if (problem_) return std::unexpected(*problem_);
        return std::move(result_);
    }

private:
    using Op = Condition::Op;
    struct Token {
        enum class Kind { end, name, number, duration, quoted, sign };
        Kind kind = Kind::end;
        std::size_t at = 0;
        std::string text;
        std::int64_t amount = 0;
    };
    /// What an expression is. `constant` is set for a quoted literal, which becomes a date beside a date.
    struct Operand {
        ValueType type = ValueType::yes_no;
        std::size_t at = 0;
        bool null = false, quoted = false;
        std::uint32_t constant = 0;
        const KnownName* name = nullptr;
    };

    void fail(std::size_t at, std::string what, std::string right) {
        if (!problem_) problem_ = ConditionProblem{at, std::move(what), std::move(right)};
        token_ = Token{Token::Kind::end, text_.size(), {}, 0};
        at_ = text_.size();
    }

    // ---- letters to tokens
    static bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
    static bool digit(char c) { return c >= '0' && c <= '9'; }
    char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

    void next() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\n') ++at_;
        token_ = Token{Token::Kind::end, at_, {}, 0};
        if (at_ >= text_.size()) return;
        if (letter(peek())) return read_name();
        if (digit(peek())) return read_number();
        if (peek() == '"' || peek() == '\'') return read_quoted();
        read_sign();
    }
    /// A name goes on over `-` and `.` where a letter or digit follows, so that `a - b` subtracts and `a-b` is one name.
    void read_name() {
        const std::size_t start = at_;
        const auto joins = [&] { return (peek() == '-' || peek() == '.') && (letter(peek(1)) || digit(peek(1))); };
        while (letter(peek()) || digit(peek()) || peek() == '_' || joins()) ++at_;
        token_.kind = Token::Kind::name;
        token_.text = text_.substr(start, at_ - start);
    }
    void read_number() {
        const std::size_t start = at_;
        while (digit(peek()) || (peek() == '.' && digit(peek(1))) || letter(peek())) ++at_;
        token_.text = text_.substr(start, at_ - start);
        if (const auto number = parse_number(token_.text)) {
            token_.kind = Token::Kind::number;
            token_.amount = *number;
        } else if (const auto length = parse_duration(token_.text)) {
            token_.kind = Token::Kind::duration;
            token_.amount = length->count();
        } else {
            fail(start, quoted(token_.text) + " is neither a number nor a length of time",
                 "a number has up to 12 digits and 4 decimals, a length is written 30s, 5m, 2h, 1d or chained");
        }
    }
    void read_quoted() {
        const std::size_t start = at_;
        const char mark = text_[at_++];
        while (at_ < text_.size() && text_[at_] != mark) ++at_;
        token_.text = text_.substr(start + 1, at_ - start - 1);
        if (at_ >= text_.size()) return fail(start, "the quotation mark is not closed", "write for example \"cards\"");
        ++at_;
        token_.kind = Token::Kind::quoted;
    }
    void read_sign() {
        constexpr std::array<std::string_view, 5> pairs{"<=", ">=", "!=", "==", "<>"};
        std::string_view sign = text_.substr(at_, 1);
        if (const auto pair = std::ranges::find(pairs, text_.substr(at_, 2)); pair != pairs.end()) sign = *pair;
        token_.kind = Token::Kind::sign;
        token_.text = sign == "==" ? "=" : sign == "<>" ? "!=" : sign;
        constexpr std::string_view known = "=<>+-*/(),[]";
        if (sign.size() == 1 && !known.contains(sign)) {
            std::size_t size = 1;  // a whole character of the text, so that the message stays readable
            while ((static_cast<unsigned char>(peek(size)) & 0xC0) == 0x80) ++size;
            return fail(at_, quoted(text_.substr(at_, size)) + " does not belong in a condition",
                        "it has names, values in the digits 0 to 9, and = != < <= > >= + - * / ( ) and or not in");
        }
        at_ += sign.size();
    }
    bool is_sign(std::string_view sign) const { return token_.kind == Token::Kind::sign && token_.text == sign; }
    bool is_word(std::string_view word) const { return token_.kind == Token::Kind::name && token_.text == word; }
    std::string found() const { return token_.kind == Token::Kind::end ? "nothing" : quoted(token_.text); }

    // ---- the grammar, from the loosest to the closest binding
    Operand either() { return chain("or", Op::either, [this] { return both(); }); }
    Operand both() { return chain("and", Op::both, [this] { return negation(); }); }

    template <class Part>
    Operand chain(std::string_view word, Op op, Part part) {
        Operand left = part();
        while (!problem_ && is_word(word)) {
            need(left, ValueType::yes_no, "beside " + std::string(word) + " stand conditions");
            next();
            need(part(), ValueType::yes_no, "beside " + std::string(word) + " stand conditions");
            emit(op, -1);
            left = Operand{ValueType::yes_no, left.at, false, false, 0, nullptr};
        }
        return left;
    }
    Operand negation() {
        if (!is_word("not")) return comparison();
        const Deeper deeper(*this);
        const std::size_t at = token_.at;
        next();
        if (problem_) return {};
        need(negation(), ValueType::yes_no, "behind not stands a condition");
        emit(Op::negate, 0);
        return Operand{ValueType::yes_no, at, false, false, 0, nullptr};
    }
    Operand comparison() {
        const Operand left = sum_of_products();
        if (problem_) return left;
        constexpr std::array<std::pair<std::string_view, Op>, 6> signs{{{"=", Op::equal}, {"!=", Op::unequal}, {"<", Op::less},
                                                                        {"<=", Op::at_most}, {">", Op::more}, {">=", Op::at_least}}};
        for (const auto& [sign, op] : signs)
            if (is_sign(sign)) {
                next();
                compare(left, sum_of_products(), op);
                return Operand{ValueType::yes_no, left.at, false, false, 0, nullptr};
            }
        if (!is_word("in") && !is_word("not")) return left;
        const bool denied = is_word("not");
        if (denied) next();
        if (!is_word("in")) fail(token_.at, "\"not\" stands between two values", "write `not in [a, b]`, or `and not`");
        next();
        list_behind(left, denied ? Op::not_in : Op::in);
        return Operand{ValueType::yes_no, left.at, false, false, 0, nullptr};
    }
    void compare(Operand left, Operand right, Op op) {
        if (problem_) return;
        agree(left, right);
        const bool ordered = op != Op::equal && op != Op::unequal;
        if (ordered && !problem_) {
            const ValueType type = left.null ? right.type : left.type;
            if (left.null || right.null)
                fail(left.at, "what is not known is neither less nor more", "compare with null by = or !=");
            else if (type == ValueType::choice || type == ValueType::yes_no)
                fail(left.at, std::string(type_text(type)) + " has no order", "compare it by = or !=");
        }
        emit(op, -1);
    }
    /// Both sides of a comparison are of one type; a quoted literal takes the type of the other side.
    void agree(Operand& left, Operand& right) {
        as_date(left, right);
        as_date(right, left);
        if (problem_ || left.null || right.null) return;
        for (const Operand* side : {&left, &right})
            if (side->type == ValueType::text)
                return fail(side->at, "what was written lies in the vault and cannot be compared",
                            "ask whether it is there: `= null`, `!= null`");
        if (left.type != right.type)
            return fail(right.at, std::string(type_text(left.type)) + " is compared with " + std::string(type_text(right.type)),
                        "both sides are of one type");
        check_option(left, right);
        check_option(right, left);
    }
    void as_date(Operand& literal, const Operand& other) {
        if (problem_ || !literal.quoted || other.quoted || other.null || other.type != ValueType::date) return;
        const auto days = parse_day(literal_text(literal));
        if (!days)
            return fail(literal.at, quoted(literal_text(literal)) + " is no date",
                        "a date is written year-month-day, such as \"2026-11-22\"");
        result_.constants_[literal.constant] = {true, *days, {}};
        literal.type = ValueType::date;
    }
    void check_option(const Operand& literal, const Operand& other) {
        if (problem_ || !literal.quoted || literal.type != ValueType::choice) return;
        const std::string& text = literal_text(literal);
        if (!Key::from(text)) return fail(literal.at, quoted(text) + " is no name", "a choice is a name such as \"cards\"");
        if (!other.name || other.name->options.empty()) return;
        std::vector<std::string_view> known;
        for (const Key& option : other.name->options) known.push_back(option.text());
        if (std::ranges::find(known, text) == known.end())
            fail(literal.at, quoted(other.name->name) + " is never " + quoted(text), suggestion(text, known));
    }
    void list_behind(const Operand& left, Op op) {
        if (problem_) return;
        if (!is_sign("[")) return fail(token_.at, "behind in stands " + found(), "a list, such as [\"cards\", \"accounts\"]");
        const auto first = static_cast<std::uint32_t>(result_.constants_.size());
        std::uint16_t count = 0;
        do {
            next();
            Operand side = left, item = literal();
            if (!problem_) agree(side, item);
            if (item.null && !problem_) fail(item.at, "null stands in a list", "compare with null by = or !=");
            if (++count > longest_list)
                fail(token_.at, "the list is too long", "at most " + std::to_string(longest_list) + " values stand in it");
        } while (!problem_ && is_sign(","));
        if (!problem_ && !is_sign("]")) fail(token_.at, "the list goes on with " + found(), "values with commas between, then ]");
        if (problem_) return;
        next();
        result_.steps_.push_back({op, count, first});
    }
    Operand sum_of_products() {
        Operand left = product();
        while (!problem_ && (is_sign("+") || is_sign("-"))) {
            const Op op = is_sign("+") ? Op::add : Op::subtract;
            next();
            const Operand right = product();
            if (problem_) break;
            counted(left), counted(right);
            if (!left.null && !right.null && left.type != right.type)
                fail(right.at, std::string(type_text(left.type)) + " and " + std::string(type_text(right.type)) + " are counted together",
                     "both sides are of one type");
            emit(op, -1);
            left = Operand{left.null ? right.type : left.type, left.at, false, false, 0, nullptr};
        }
        return left;
    }
    Operand product() {
        Operand left = signed_value();
        while (!problem_ && (is_sign("*") || is_sign("/"))) {
            const bool times = is_sign("*");
            next();
            const Operand right = signed_value();
            if (problem_) break;
            counted(left), counted(right);
            const bool l = left.type == ValueType::duration, r = right.type == ValueType::duration;
            if (times && l && r) fail(right.at, "a length of time is multiplied by a length of time", "multiply it by a number");
            if (!times && !l && r) fail(right.at, "a number is divided by a length of time", "divide a length by a number or by a length");
            emit(times ? Op::times : Op::by, -1);
            const bool length = times ? l || r : l && !r;
            left = Operand{length ? ValueType::duration : ValueType::number, left.at, false, false, 0, nullptr};
        }
        return left;
    }
    void counted(const Operand& operand) {
        if (problem_ || operand.null || operand.type == ValueType::number || operand.type == ValueType::duration) return;
        fail(operand.at, std::string(type_text(operand.type)) + " cannot be counted with", "+ - * / join numbers and lengths of time");
    }
    Operand signed_value() {
        if (!is_sign("-")) return primary();
        const Deeper deeper(*this);
        const std::size_t at = token_.at;
        next();
        if (problem_) return {};
        Operand value = signed_value();
        counted(value);
        emit(Op::minus, 0);
        value.at = at;
        value.name = nullptr;
        return value;
    }
    Operand primary() {
        if (is_sign("(")) {
            const Deeper deeper(*this);
            next();
            if (problem_) return {};
            Operand inside = either();
            if (!problem_ && !is_sign(")")) fail(token_.at, "here stands " + found(), "close the parenthesis by )");
            next();
            inside.quoted = false;
            return inside;
        }
        if (token_.kind == Token::Kind::name && !is_word("true") && !is_word("false") && !is_word("null")) return named();
        const Operand value = literal();
        if (!problem_) emit(Op::constant, +1, static_cast<std::uint32_t>(result_.constants_.size() - 1));
        return value;
    }
    Operand named() {
        const Token token = token_;
        const auto& facts = names_of_facts();
        const auto fact = std::ranges::find(facts, token.text, &KnownName::name);
        const auto field = std::ranges::find(fields_, token.text, &KnownName::name);
        if (fact != facts.end()) {
            emit(Op::fact, +1, static_cast<std::uint32_t>(fact - facts.begin()));
        } else if (field != fields_.end()) {
            const auto key = Key::from(field->name);
            emit(Op::field, +1, static_cast<std::uint32_t>(result_.fields_.size()));
            result_.fields_.push_back(key.value_or(Key{}));
        } else {
            std::vector<std::string_view> known;
            for (const KnownName& each : facts) known.push_back(each.name);
            for (const KnownName& each : fields_) known.push_back(each.name);
            const bool word = token.text == "and" || token.text == "or" || token.text == "not" || token.text == "in";
            fail(token.at, word ? "a value is missing before " + quoted(token.text) : "nothing is called " + quoted(token.text),
                 word ? "write a name or a value there" : suggestion(token.text, known));
            return {};
        }
        next();
        const KnownName& name = fact != facts.end() ? *fact : *field;
        return Operand{name.type, token.at, false, false, 0, &name};
    }
    /// A value that is written out; it becomes the newest constant.
    Operand literal() {
        const Token token = token_;
        Operand operand{ValueType::number, token.at, false, false, static_cast<std::uint32_t>(result_.constants_.size()), nullptr};
        Condition::Constant constant{true, token.amount, {}};
        if (token.kind == Token::Kind::duration) {
            operand.type = ValueType::duration;
        } else if (token.kind == Token::Kind::quoted) {
            operand.type = ValueType::choice;
            operand.quoted = true;
            constant.word = Key::from(token.text).value_or(Key{});
        } else if (is_word("true") || is_word("false")) {
            operand.type = ValueType::yes_no;
            constant.amount = is_word("true") ? 1 : 0;
        } else if (is_word("null")) {
            operand.null = true;
            constant.known = false;
        } else if (token.kind != Token::Kind::number) {
            fail(token.at, token.kind == Token::Kind::end ? "a value is missing at the end" : "a value is missing before " + found(),
                 "write a name or a value there");
            return operand;
        }
        result_.constants_.push_back(constant);
        literals_.push_back(token.text);
        next();
        return operand;
    }
    const std::string& literal_text(const Operand& operand) const { return literals_[operand.constant]; }

    void need(const Operand& operand, ValueType type, std::string right) {
        if (problem_) return;
        if (operand.null) return fail(operand.at, "null alone is neither true nor false", std::move(right));
        if (operand.type != type) fail(operand.at, "here stands " + std::string(type_text(operand.type)), std::move(right));
    }
    void emit(Op op, int grows, std::uint32_t index = 0) {
        if (problem_) return;
        result_.steps_.push_back({op, 0, index});
        stack_ += grows;
        if (stack_ > static_cast<int>(deepest_stack)) too_deep();
    }
    void too_deep() {
        fail(token_.at, "the condition is too deep", "at most " + std::to_string(deepest_condition) + " parentheses lie in each other");
    }
    /// Counts how deep the grammar stands, so that hostile parentheses cannot exhaust the program's own stack.
    struct Deeper {
        explicit Deeper(ConditionReader& reader) : reader_(reader) {
            if (++reader_.depth_ > deepest_condition) reader_.too_deep();
        }
        ~Deeper() { --reader_.depth_; }
        ConditionReader& reader_;
    };

    std::string_view text_;
    std::span<const KnownName> fields_;
    std::size_t at_ = 0, depth_ = 0;
    int stack_ = 0;
    Token token_;
    Condition result_;
    std::vector<std::string> literals_;  ///< as they were written, one for each constant
    std::optional<ConditionProblem> problem_;
};

std::expected<Condition, ConditionProblem> Condition::compile(std::string_view text, std::span<const KnownName> fields) {
    return ConditionReader(text, fields).read();
}

bool Condition::holds(const Facts& facts) const {
    std::array<Cell, deepest_stack> stack;
    std::size_t top = 0;
    const auto cell_of = [](const Constant& constant) {
        return Cell{constant.known, constant.amount, constant.word.empty() ? nullptr : &constant.word};
    };
    const auto listed = [&](const Step& step, const Cell& cell) {
        for (std::uint32_t i = step.index; i < step.index + step.count; ++i)
            if (same(cell, cell_of(constants_[i]))) return true;
        return false;
    };
    for (const Step& step : steps_) {
        switch (step.op) {
            case Op::constant: stack[top++] = cell_of(constants_[step.index]); continue;
            case Op::fact: stack[top++] = fact_cell(static_cast<Fact>(step.index), facts); continue;
            case Op::field: stack[top++] = field_cell(fields_[step.index], facts.fields); continue;
            case Op::in: stack[top - 1] = amount_cell(listed(step, stack[top - 1])); continue;
            case Op::not_in: stack[top - 1] = amount_cell(!listed(step, stack[top - 1])); continue;
            case Op::negate: stack[top - 1] = amount_cell(stack[top - 1].known && stack[top - 1].amount != 0 ? 0 : 1); continue;
            case Op::minus: stack[top - 1] = combined(amount_cell(0), stack[top - 1], difference); continue;
            default: break;
        }
        const Cell b = stack[--top], a = stack[top - 1];
        const auto ordered = [&](bool truth) { return amount_cell(a.known && b.known && truth); };
        const auto true_ = [](const Cell& cell) { return cell.known && cell.amount != 0; };
        Cell& to = stack[top - 1];
        switch (step.op) {
            case Op::equal: to = amount_cell(same(a, b)); break;
            case Op::unequal: to = amount_cell(!same(a, b)); break;
            case Op::less: to = ordered(a.amount < b.amount); break;
            case Op::at_most: to = ordered(a.amount <= b.amount); break;
            case Op::more: to = ordered(a.amount > b.amount); break;
            case Op::at_least: to = ordered(a.amount >= b.amount); break;
            case Op::both: to = amount_cell(true_(a) && true_(b)); break;
            case Op::either: to = amount_cell(true_(a) || true_(b)); break;
            case Op::add: to = combined(a, b, sum); break;
            case Op::subtract: to = combined(a, b, difference); break;
            case Op::times:
                to = combined(a, b, [](std::int64_t x, std::int64_t y) { return scaled(static_cast<__int128>(x) * y, number_unit); });
                break;
            case Op::by:
                to = combined(a, b, [](std::int64_t x, std::int64_t y) { return scaled(static_cast<__int128>(x) * number_unit, y); });
                break;
            default: break;
        }
    }
    return top == 1 && stack[0].known && stack[0].amount != 0;
}

}  // namespace markaz::procedure
