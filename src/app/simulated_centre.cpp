#include "app/simulated_centre.hpp"

#include <algorithm>
#include <map>

#include "app/house.hpp"
#include "app/sample.hpp"
#include "driver/history.hpp"
#include "people/store.hpp"
#include "sim/run.hpp"

namespace markaz::app {

namespace {

constexpr std::string_view document_id = "scenario";

/// A routing clause that says what the scenario makes of its queues.
std::string clause_of(const procedure::Manual& manual) {
    std::string text = "queues:\n";
    for (const routing::QueuePolicy& queue : manual.queues) {
        const std::string id(queue.id.text());
        text += "  " + id + ": {title: \"" + id + "\", skills: {";
        for (const people::Skill& skill : queue.stages.front().skills)
            text.append(text.back() == '{' ? "" : ", ").append(skill.name.text()) += ": " + std::to_string(skill.level);
        text += "}, ring: " + duration_text(queue.ring) + ", wrap_up: " + duration_text(queue.wrap_up) +
                ", answer_within: " + duration_text(queue.answer_within);
        if (queue.capacity != 0) text += ", capacity: " + std::to_string(queue.capacity);
        if (const routing::CallbackPolicy& callback = queue.callback; callback != routing::CallbackPolicy{})
            text += ", callback: {offer: " + duration_text(callback.offer) + ", ring: " + duration_text(callback.ring) +
                    ", tries: " + std::to_string(callback.tries) + ", pause: " + duration_text(callback.pause) +
                    ", most: " + std::to_string(callback.most) + "}";
        text += "}\n";
    }
    return text;
}

/// A document of the scenario's manual, up to its clauses.
std::string head_of(std::string_view id, const std::string& title, Instant from) {
    std::string text = "---\nid: ";
    text.append(id) += "\ntitle: " + title + "\nkind: standard\ndepartment: planning\naudience: [planner]\nlanguage: en\n";
    text += "owner: planner\napprover: planner\neffective: " + iso8601(from).substr(0, 10);
    return text + "\nreview_every: 365d\n---\n\n# " + title + "\n\n## Purpose\n\nContacts are served as the scenario says.\n\n";
}
std::string path_of(std::string_view id) { return std::string(id) + '/' + std::string(id) + ".md"; }

/// The way into a queue that one may leave by a key, as sim::way_to_callback() and sim::way_to_voicemail() have it.
procedure::SourceDocument way_of(const procedure::Flow& flow, Instant from) {
    const std::string queue(flow.id.text());
    const bool calls = std::ranges::any_of(
        flow.steps, [](const procedure::Step& step) { return std::holds_alternative<procedure::Callback>(step.verb); });
    const std::string leaves = calls ? "call-back: {callback: " + queue + ", text: \"You will be called.\""
                                     : "message: {voicemail: \"Leave a message.\", queue: " + queue;
    std::string text = head_of(queue, "The way into " + queue, from);
    text += "```flow\nstart: wait\nsteps:\n  wait: {queue: " + queue + ", exit_key: 1, exit: " + (calls ? "call-back" : "message") +
            ", next: served}\n  " + leaves + ", next: served, otherwise: served}\n  served: {end: served}\n";
    text += "outcomes: {served: \"Served\"}\n```\n\n```examples\nserved: {when: [{answered: " + queue;
    text += "}], then: {outcome: served}}\n```\n";
    return {path_of(queue), std::move(text)};
}

std::vector<procedure::SourceDocument> documents_of(const sim::Scenario& scenario) {
    const Instant from = scenario.population.from;
    std::string text = head_of(document_id, "The routing of a scenario", from) + "```routing\n";
    text += scenario.routing.empty() ? clause_of(*scenario.manual) : scenario.routing;
    if (!text.ends_with('\n')) text += '\n';
    text += "```\n";
    std::vector<procedure::SourceDocument> documents{{path_of(document_id), std::move(text)}};
    for (const procedure::Flow& flow : scenario.manual->flows) documents.push_back(way_of(flow, from));
    return documents;
}

/// The manual of the directory must route as that of the scenario does, or its journal would tell another story.
Result<void> same_routing(const procedure::Manual& scenario, const procedure::Manual& published) {
    for (const routing::QueuePolicy& queue : scenario.queues) {
        const routing::QueuePolicy* other = published.queue(queue.id);
        if (!other || *other != queue)
            return problem("--journal", "the queue \"" + std::string(queue.id.text()) + "\" has another rule than the routing file says",
                           "write its capacity, answer_within and the terms of its callbacks into the routing file");
    }
    return {};
}

/// Everybody of the scenario becomes a person of the directory: `day-1`, `day-2`, ... The directory's numbers may be those of others in
/// the scenario, so that each agent is found before any number changes.
void settle(people::PeopleStore& store, sim::Scenario& scenario) {
    std::map<people::PersonId, people::Agent*> agents;
    for (people::Agent& agent : scenario.agents) agents[agent.id] = &agent;
    for (std::size_t group = 0; group < scenario.population.groups.size(); ++group) {
        sim::TallyGroup& counted = scenario.tally.groups[group];
        sim::Group& living = scenario.population.groups[group];
        for (std::size_t each = 0; each < living.people.size(); ++each) {
            people::Agent& agent = *agents.at(living.people[each]);
            people::Person person;
            person.login = std::string(counted.id.text()) + '-' + std::to_string(each + 1);
            person.name = person.login;
            person.team = agent.team;
            person.pool = contact::Pool::simulated;
            person.skills = agent.skills;
            agent.id = living.people[each] = counted.people[each] = store.add(std::move(person)).value();
        }
    }
}

Result<void> play(House& house, const sim::Scenario& scenario, const centre::ManualPublished& published, std::uint64_t seed) {
    sim::World world(scenario.population, seed);
    world.learn(published.manual);
    std::vector<sim::TimedInput> opening = sim::opening(scenario, seed);
    for (sim::TimedInput& first : opening)
        if (std::holds_alternative<centre::ManualPublished>(first.input)) first.input = published;
    std::size_t opened = 0;
    driver::PastWorld past;
    past.due = [&] { return opened < opening.size() ? std::optional(opening[opened].at) : world.next_due(); };
    past.act = [&]() -> centre::Input { return opened < opening.size() ? opening[opened++].input : world.next().input; };
    past.see = [&](const centre::Outputs& told) {
        house.manuals().see(told);
        world.react(told);
    };
    const auto written =
        driver::write_history(house.start(), house.store(), &house.projector(), past, scenario.population.until + sim::longest_closing);
    if (!written) return std::unexpected(written.error());
    return {};
}

}  // namespace

Result<void> write_simulated_centre(const std::filesystem::path& data, sim::Scenario& scenario, std::uint64_t seed) {
    std::error_code error;
    if (std::filesystem::exists(data, error) && !std::filesystem::is_empty(data, error))
        return problem(data.string(), "something is here already", "name a directory that is empty or not there");
    auto house = House::open(data, journal::Use::demo);
    if (!house) return std::unexpected(house.error());
    ServeOptions options;
    options.demo = true;
    if (auto filled = first_start(**house, options, scenario.population.from); !filled) return std::unexpected(filled.error());
    auto published = (*house)->manuals().prepare(documents_of(scenario));
    if (!published) return std::unexpected(published.error());
    if (auto same = same_routing(*scenario.manual, *published->manual); !same) return same;
    {
        auto records = (*house)->records().borrow();
        people::PeopleStore people(*records);
        settle(people, scenario);
    }
    if (auto played = play(**house, scenario, *published, seed); !played) return played;
    (*house)->projector().stop();
    return {};
}

}  // namespace markaz::app
