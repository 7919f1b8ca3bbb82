#pragma once
// How a contact reaches us, and which world it belongs to.

#include <cstddef>

#include <boost/describe/enum.hpp>

namespace markaz::contact {

enum class Channel { voice_in, voice_out, callback, email, chat, form, in_person, voicemail };
BOOST_DESCRIBE_ENUM(Channel, voice_in, voice_out, callback, email, chat, form, in_person, voicemail)

inline constexpr std::size_t channel_count = static_cast<std::size_t>(Channel::voicemail) + 1;

/// A contact of this channel lives on a telephone leg: it is over when the leg is.
constexpr bool has_leg(Channel channel) {
    return channel == Channel::voice_in || channel == Channel::voice_out || channel == Channel::callback;
}

/// A contact of this channel is worked on by writing: its customer is answered with text, whenever they read it.
constexpr bool is_written(Channel channel) { return channel == Channel::email || channel == Channel::chat || channel == Channel::form; }

/// Where a contact comes from. Simulated and practice contacts stand in no live number.
enum class Origin { live, simulated, imported, practice };
BOOST_DESCRIBE_ENUM(Origin, live, simulated, imported, practice)

/// Which contacts and agents may meet. Live contacts reach only people who signed in, simulated ones only simulated agents.
enum class Pool { live, simulated, practice };
BOOST_DESCRIBE_ENUM(Pool, live, simulated, practice)

constexpr Pool pool_of(Origin origin) {
    switch (origin) {
        case Origin::simulated: return Pool::simulated;
        case Origin::practice: return Pool::practice;
        case Origin::live:
        case Origin::imported: return Pool::live;
    }
    return Pool::live;
}

}  // namespace markaz::contact
