#pragma once
// Whoever waits and whose line breaks off calls again: what their place was, until then.

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "app/errands.hpp"
#include "contact/store.hpp"
#include "driver/committed.hpp"

namespace markaz::app {

/// What the queue does with such a place is the manual's (`rejoin` of `routing`).
class LostPlaces {
public:
    /// Those of before the program began are read from the records as soon as the errands have time for it.
    explicit LostPlaces(Errands& errands);

    /// Of a stored entry: contacts whose line broke off, or that the end of the program interrupted.
    void follow(const driver::Committed& entry);

    /// The place of whoever shows this number, which is theirs only once; nothing: they had none.
    std::optional<contact::LostPlace> take(const std::string& number);

private:
    struct Places {
        std::mutex mutex;
        std::unordered_map<std::string, contact::LostPlace> of;  ///< by number

        void keep(storage::Database& records, const contact::LostPlace& place);
    };

    Errands& errands_;
    std::shared_ptr<Places> places_ = std::make_shared<Places>();  ///< an errand may outlive us
};

}  // namespace markaz::app
