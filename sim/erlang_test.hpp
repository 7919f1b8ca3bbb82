#pragma once
// What queueing theory promises in steady state, by textbook formulas: the truth against which simulations are judged.

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace markaz::sim::theory {

/// One queue. Rates are per second.
struct Line {
    double calls_per_h = 0, handle_s = 0;
    int agents = 0;
    std::optional<double> patience_s;  ///< mean, exponential; 0: nobody waits
    std::optional<int> capacity;
    double answer_within_s = 20;

    double arrivals() const { return calls_per_h / 3600; }
    double erlangs() const { return arrivals() * handle_s; }
    double leaving() const { return patience_s && *patience_s > 0 ? 1 / *patience_s : 0; }
};

/// What steady state promises of it.
struct Promise {
    std::optional<double> waited, wait_mean_s, asa, abandoned, blocked, answered_in_time, occupancy;
};

/// The share of calls that find all agents busy where nobody waits (Erlang 1917), by the stable recursion.
inline double erlang_b(double erlangs, int agents) {
    double blocked = 1;
    for (int n = 1; n <= agents; ++n) blocked = erlangs * blocked / (n + erlangs * blocked);
    return blocked;
}

/// The share of calls that wait where nobody gives up.
inline double erlang_c(double erlangs, int agents) {
    const double blocked = erlang_b(erlangs, agents);
    return agents * blocked / (agents - erlangs * (1 - blocked));
}

/// The steady state of a birth-death chain with `room` places to wait: the probability of each number of calls.
inline std::vector<double> birth_death(const Line& line, int room) {
    // Logarithms, because the weights of a thousand agents leave the range of doubles.
    std::vector<double> weight{0};
    for (int n = 1; n <= line.agents + room; ++n)
        weight.push_back(weight.back() + std::log(line.arrivals()) -
                         std::log(std::min(n, line.agents) / line.handle_s + std::max(0, n - line.agents) * line.leaving()));
    const double greatest = *std::ranges::max_element(weight);
    double total = 0;
    for (double& each : weight) total += each = std::exp(each - greatest);
    for (double& each : weight) each /= total;
    return weight;
}

/// Of a chain with room for `room` who wait.
inline Promise of_chain(const Line& line, int room) {
    const std::vector<double> share = birth_death(line, room);
    double waiting = 0, all_busy = 0, busy = 0;
    for (int n = 0; n < static_cast<int>(share.size()); ++n) {
        busy += std::min(n, line.agents) * share[n];
        if (n < line.agents) continue;
        waiting += (n - line.agents) * share[n];
        if (n < line.agents + room) all_busy += share[n];
    }
    const double taken = line.capacity ? 1 - share.back() : 1;
    Promise promise;
    promise.occupancy = busy / line.agents;
    if (line.leaving() > 0) promise.abandoned = waiting * line.leaving() / line.arrivals();
    if (line.capacity) promise.blocked = share.back();
    promise.waited = all_busy / taken;
    promise.wait_mean_s = waiting / line.arrivals() / taken;
    return promise;
}

inline Promise of_erlang_b(const Line& line) {
    Promise promise;
    promise.abandoned = erlang_b(line.erlangs(), line.agents);
    promise.occupancy = line.erlangs() * (1 - *promise.abandoned) / line.agents;
    return promise;
}

inline Promise of_erlang_c(const Line& line) {
    Promise promise;
    promise.waited = erlang_c(line.erlangs(), line.agents);
    promise.wait_mean_s = promise.asa = *promise.waited * line.handle_s / (line.agents - line.erlangs());
    promise.answered_in_time = 1 - *promise.waited * std::exp(-(line.agents - line.erlangs()) * line.answer_within_s / line.handle_s);
    promise.occupancy = line.erlangs() / line.agents;
    return promise;
}

/// Erlang A (Palm 1943). How long a patient caller would wait has the density
///     lambda p(n-1) exp(lambda/theta (1 - e^(-theta x)) - n mu x)
/// for x > 0 (Zeltyn and Mandelbaum 2005); who is answered within t is who would wait x <= t and stays so long.
inline Promise of_erlang_a(const Line& line) {
    const int room = static_cast<int>(20 * (1 + line.arrivals() / line.leaving()) + 20 * std::sqrt(line.agents));
    Promise promise = of_chain(line, room);
    const double before = birth_death(line, room)[line.agents - 1], lambda = line.arrivals(), theta = line.leaving(),
                 mu = line.agents / line.handle_s;
    const auto density = [&](double x) { return lambda * before * std::exp(lambda / theta * (1 - std::exp(-theta * x)) - mu * x); };
    const auto integral = [](double until, auto of) {
        constexpr int steps = 20'000;  // Simpson's rule
        const double width = until / steps;
        double sum = of(0) + of(until);
        for (int step = 1; step < steps; ++step) sum += of(step * width) * (step % 2 == 1 ? 4 : 2);
        return sum * width / 3;
    };
    const auto staying = [&](double x) { return density(x) * std::exp(-theta * x); };
    promise.answered_in_time = 1 - *promise.waited + integral(line.answer_within_s, staying);
    const double far = 60 / theta + 60 * line.handle_s / line.agents;
    promise.asa = integral(far, [&](double x) { return x * staying(x); }) / (1 - *promise.abandoned);
    return promise;
}

/// Two kinds of calls and two pools: the first kind goes to pool A, or else to B; the second to B alone; a freed agent of B takes the
/// second kind first. Everybody gives up after an exponential time.
struct TwoSkills {
    double calls1_per_h, calls2_per_h, handle_a_s, handle_b_s;
    int agents_a, agents_b;
    double patience1_s, patience2_s;
};
struct TwoPromises {
    double waited1 = 0, waited2 = 0, wait1_s = 0, wait2_s = 0, abandoned1 = 0, abandoned2 = 0, occupancy_a = 0, occupancy_b = 0;
};

/// Its Markov chain, solved by Gauss and Seidel's sweeps over the balance equations.
class TwoSkillChain {
public:
    explicit TwoSkillChain(const TwoSkills& model) : model_(model), share_(size(), 0.0) {
        for (int a = 0; a <= model.agents_a; ++a)
            for (int b = 0; b <= model.agents_b; ++b)
                for (int one = 0; one <= (full(a, b) ? room : 0); ++one)
                    for (int two = 0; two <= (b == model.agents_b ? room : 0); ++two) states_.push_back({a, b, one, two});
        for (const State& state : states_) share_[index(state)] = 1.0 / static_cast<double>(states_.size());
        gather();
        solve();
    }

    TwoPromises promises() const {
        TwoPromises made;
        const double first = model_.calls1_per_h / 3600, second = model_.calls2_per_h / 3600;
        for (const State& state : states_) {
            const double share = share_[index(state)];
            if (full(state.a, state.b)) made.waited1 += share;
            if (state.b == model_.agents_b) made.waited2 += share;
            made.wait1_s += share * state.one / first;
            made.wait2_s += share * state.two / second;
            made.occupancy_a += share * state.a / model_.agents_a;
            made.occupancy_b += share * state.b / model_.agents_b;
        }
        made.abandoned1 = made.wait1_s / model_.patience1_s;
        made.abandoned2 = made.wait2_s / model_.patience2_s;
        return made;
    }

private:
    static constexpr int room = 50;
    struct State { int a, b, one, two; };
    struct Into { std::size_t from; double rate; };

    bool full(int a, int b) const { return a == model_.agents_a && b == model_.agents_b; }
    std::size_t size() const {
        return static_cast<std::size_t>((model_.agents_a + 1) * (model_.agents_b + 1)) * (room + 1) * (room + 1);
    }
    std::size_t index(const State& state) const {
        return ((static_cast<std::size_t>(state.a) * (model_.agents_b + 1) + state.b) * (room + 1) + state.one) * (room + 1) + state.two;
    }

    template <class To>
    void moves(const State& state, To to) const {
        const auto [a, b, one, two] = state;
        const bool a_free = a < model_.agents_a, b_free = b < model_.agents_b;
        if (a_free) to(State{a + 1, b, one, two}, model_.calls1_per_h / 3600);
        else if (b_free) to(State{a, b + 1, one, two}, model_.calls1_per_h / 3600);
        else if (one < room) to(State{a, b, one + 1, two}, model_.calls1_per_h / 3600);
        if (b_free) to(State{a, b + 1, one, two}, model_.calls2_per_h / 3600);
        else if (two < room) to(State{a, b, one, two + 1}, model_.calls2_per_h / 3600);
        if (a > 0) to(one > 0 ? State{a, b, one - 1, two} : State{a - 1, b, one, two}, a / model_.handle_a_s);
        if (b > 0)
            to(two > 0   ? State{a, b, one, two - 1}
               : one > 0 ? State{a, b, one - 1, two}
                         : State{a, b - 1, one, two},
               b / model_.handle_b_s);
        if (one > 0) to(State{a, b, one - 1, two}, one / model_.patience1_s);
        if (two > 0) to(State{a, b, one, two - 1}, two / model_.patience2_s);
    }

    void gather() {
        into_.resize(share_.size());
        out_.assign(share_.size(), 0.0);
        for (const State& state : states_)
            moves(state, [&](const State& next, double rate) {
                into_[index(next)].push_back({index(state), rate});
                out_[index(state)] += rate;
            });
    }

    void solve() {
        constexpr int most_sweeps = 20'000;
        for (int sweep = 0; sweep < most_sweeps; ++sweep) {
            double total = 0, changed = 0;
            for (const State& state : states_) {
                const std::size_t at = index(state);
                double flow = 0;
                for (const Into& each : into_[at]) flow += share_[each.from] * each.rate;
                const double next = flow / out_[at];
                changed += std::abs(next - share_[at]);
                total += share_[at] = next;
            }
            for (const State& state : states_) share_[index(state)] /= total;
            if (changed / total < 1e-12) return;
        }
    }

    TwoSkills model_;
    std::vector<State> states_;
    std::vector<double> share_, out_;
    std::vector<std::vector<Into>> into_;
};

}  // namespace markaz::sim::theory
