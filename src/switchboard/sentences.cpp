#include "switchboard/sentences.hpp"

#include <array>

namespace markaz::switchboard {

namespace {

using centre::QueueSentence;

/// `#` stands for the number. In the order of base/language.hpp: en, ar, fa, id, ms.
struct Forms {
    std::array<std::string_view, 5> one, some, more;
};

constexpr Forms position{
    {"You are the next caller in the queue.", "أنت التالي في الانتظار.", "شما نفر بعدی در صف هستید.",
     "Anda berada di urutan berikutnya dalam antrean.", "Anda pemanggil seterusnya dalam giliran."},
    {"You are number # in the queue.", "أنت رقم # في الانتظار.", "شما نفر # در صف هستید.", "Anda berada di urutan nomor # dalam antrean.",
     "Anda berada di nombor # dalam giliran."},
    {"There are more than # callers before you.", "يوجد أكثر من # متصلاً قبلك.", "بیش از # نفر پیش از شما در صف هستند.",
     "Ada lebih dari # penelepon sebelum Anda.", "Terdapat lebih daripada # pemanggil sebelum anda."}};

constexpr Forms expected_wait{
    {"We expect to answer you within a minute.", "نتوقع أن نجيبك خلال دقيقة.", "انتظار داریم تا یک دقیقه دیگر پاسخ دهیم.",
     "Kami perkirakan Anda dilayani dalam satu menit.", "Kami menjangka anda dilayani dalam masa satu minit."},
    {"The expected wait is about # minutes.", "مدة الانتظار المتوقعة نحو # دقيقة.", "زمان انتظار حدود # دقیقه است.",
     "Perkiraan waktu tunggu sekitar # menit.", "Anggaran masa menunggu kira-kira # minit."},
    {"The expected wait is more than # minutes.", "مدة الانتظار المتوقعة أكثر من # دقيقة.", "زمان انتظار بیش از # دقیقه است.",
     "Perkiraan waktu tunggu lebih dari # menit.", "Anggaran masa menunggu lebih daripada # minit."}};

}  // namespace

std::uint32_t last_number(QueueSentence which) {
    return (which == QueueSentence::position ? centre::furthest_position_told : centre::longest_minutes_told) + 1;
}

std::string sentence(QueueSentence which, std::uint32_t number, Language language) {
    const Forms& forms = which == QueueSentence::position ? position : expected_wait;
    const bool more = number >= last_number(which);
    const auto& form = (more ? forms.more : number <= 1 ? forms.one : forms.some)[static_cast<std::size_t>(language)];
    std::string text(form);
    if (const std::size_t at = text.find('#'); at != std::string::npos)
        text.replace(at, 1, std::to_string(more ? last_number(which) - 1 : number));
    return text;
}

}  // namespace markaz::switchboard
