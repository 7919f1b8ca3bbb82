#include "switchboard/sentences.hpp"

#include <array>
#include <numeric>

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

constexpr std::array<std::string_view, 5> callback{
    "If you would rather not wait, press #. You keep your place, and we will call you back.",
    "إن كنت تفضّل عدم الانتظار فاضغط #. سيبقى دورك محفوظًا وسنتصل بك.",
    "اگر نمی‌خواهید منتظر بمانید، کلید # را فشار دهید. نوبت شما محفوظ می‌ماند و با شما تماس می‌گیریم.",
    "Jika tidak ingin menunggu, tekan #. Urutan Anda tetap, dan kami akan menelepon Anda kembali.",
    "Jika anda tidak mahu menunggu, tekan #. Giliran anda dikekalkan, dan kami akan menelefon anda semula."};

constexpr std::array<std::string_view, 5> message_kept{
    "Thank you. We have your message.", "شكرًا لك. وصلتنا رسالتك.", "سپاسگزاریم. پیام شما به دست ما رسید.",
    "Terima kasih. Pesan Anda sudah kami terima.", "Terima kasih. Mesej anda telah kami terima."};

constexpr std::array<std::string_view, 5> agent_lost{
    "We have lost the connection to your agent. You have your place back, and the next free agent is yours.",
    "انقطع الاتصال بالموظف الذي كان معك. عاد إليك دورك، وسيجيبك أول موظف يتفرغ.",
    "ارتباط با کارشناس شما قطع شد. نوبت شما محفوظ است و نخستین کارشناس آزاد به شما پاسخ می‌دهد.",
    "Sambungan dengan agen Anda terputus. Urutan Anda tetap, dan agen berikutnya yang bebas akan melayani Anda.",
    "Sambungan dengan ejen anda terputus. Giliran anda dikekalkan, dan ejen seterusnya yang lapang akan melayan anda."};

/// The names of the two keys that are no digits.
constexpr std::array<std::string_view, 5> star{"star", "النجمة", "ستاره", "bintang", "bintang"};
constexpr std::array<std::string_view, 5> hash{"hash", "المربع", "مربع", "pagar", "tanda pagar"};

std::string offer(char key, Language language) {
    const auto at_language = static_cast<std::size_t>(language);
    std::string text(callback[at_language]);
    const std::string_view name = key == '*' ? star[at_language] : key == '#' ? hash[at_language] : std::string_view(&key, 1);
    return text.replace(text.find('#'), 1, name);
}

/// The one for `more than`.
std::uint32_t last_number(QueueSentence which) {
    return (which == QueueSentence::position ? centre::furthest_position_told : centre::longest_minutes_told) + 1;
}

}  // namespace

std::vector<std::uint32_t> numbers_of(QueueSentence which) {
    if (which == QueueSentence::callback) return {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'};
    if (which == QueueSentence::message_kept || which == QueueSentence::agent_lost) return {0};
    std::vector<std::uint32_t> numbers(last_number(which));
    std::iota(numbers.begin(), numbers.end(), 1u);
    return numbers;
}

std::string sentence(QueueSentence which, std::uint32_t number, Language language) {
    if (which == QueueSentence::callback) return offer(static_cast<char>(number), language);
    if (which == QueueSentence::message_kept) return std::string(message_kept[static_cast<std::size_t>(language)]);
    if (which == QueueSentence::agent_lost) return std::string(agent_lost[static_cast<std::size_t>(language)]);
    const Forms& forms = which == QueueSentence::position ? position : expected_wait;
    const bool more = number >= last_number(which);
    const auto& form = (more ? forms.more : number <= 1 ? forms.one : forms.some)[static_cast<std::size_t>(language)];
    std::string text(form);
    if (const std::size_t at = text.find('#'); at != std::string::npos)
        text.replace(at, 1, std::to_string(more ? last_number(which) - 1 : number));
    return text;
}

}  // namespace markaz::switchboard
