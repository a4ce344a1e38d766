// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/voices/previews.h"

#include "base/files.h"
#include "base/process.h"

#include <QCryptographicHash>
#include <QDir>
#include <QHash>

namespace server {

QString previewText(const QString &language)
{
    // Some of these are here because their voices cannot read figures.
    static const QHash<QString, QString> texts{
        {u"ar"_qs, u"مرحبا، هكذا يبدو صوتي."_qs},
        {u"bg"_qs, u"Здравейте, така звучи моят глас."_qs},
        {u"ca"_qs, u"Hola, així sona la meva veu."_qs},
        {u"chr"_qs, u"ᎣᏏᏲ"_qs},
        {u"cs"_qs, u"Dobrý den, takto zní můj hlas."_qs},
        {u"cv"_qs, u"Салам, ку манӑн сасӑм."_qs},
        {u"da"_qs, u"Hej, sådan lyder min stemme."_qs},
        {u"de"_qs, u"Hallo, so klingt meine Stimme."_qs},
        {u"el"_qs, u"Γεια σας, έτσι ακούγεται η φωνή μου."_qs},
        {u"en"_qs, u"Hello, this is what my voice sounds like."_qs},
        {u"eo"_qs, u"Saluton, tiel sonas mia voĉo."_qs},
        {u"es"_qs, u"Hola, así suena mi voz."_qs},
        {u"fi"_qs, u"Hei, tältä ääneni kuulostaa."_qs},
        {u"fr"_qs, u"Bonjour, voici le son de ma voix."_qs},
        {u"he"_qs, u"שלום, ככה נשמע הקול שלי."_qs},
        {u"hi"_qs, u"नमस्ते, मेरी आवाज़ ऐसी है।"_qs},
        {u"hu"_qs, u"Jó napot, így szól a hangom."_qs},
        {u"id"_qs, u"Halo, beginilah suara saya."_qs},
        {u"it"_qs, u"Ciao, questa è la mia voce."_qs},
        {u"ja"_qs, u"こんにちは、これがわたしのこえです。"_qs},
        {u"ko"_qs, u"안녕하세요, 제 목소리입니다."_qs},
        {u"nb"_qs, u"Hei, slik høres stemmen min ut."_qs},
        {u"nl"_qs, u"Hallo, zo klinkt mijn stem."_qs},
        {u"nog"_qs, u"Салам, бу меним сесим."_qs},
        {u"pl"_qs, u"Dzień dobry, tak brzmi mój głos."_qs},
        {u"pt"_qs, u"Olá, esta é a minha voz."_qs},
        {u"qya"_qs, u"Aiya, sina óma nin."_qs},
        {u"ro"_qs, u"Bună ziua, așa sună vocea mea."_qs},
        {u"ru"_qs, u"Здравствуйте, так звучит мой голос."_qs},
        {u"sjn"_qs, u"Mae govannen, mellon nîn."_qs},
        {u"sv"_qs, u"Hej, så här låter min röst."_qs},
        {u"tk"_qs, u"Salam, meniň sesim şeýle."_qs},
        {u"tr"_qs, u"Merhaba, sesim böyle duyuluyor."_qs},
        {u"uk"_qs, u"Добрий день, так звучить мій голос."_qs},
        {u"vi"_qs, u"Xin chào, giọng nói của tôi như thế này."_qs},
        {u"yue"_qs, u"你好，這就是我的聲音。"_qs},
        {u"zh"_qs, u"你好，这就是我的声音。"_qs},
    };
    return texts.value(language.section(u'-', 0, 0), u"1, 2, 3, 4, 5."_qs);
}

namespace {

constexpr std::chrono::seconds longestPreview{60};
constexpr qint64 maxFileBytes = 4 * 1024 * 1024;
constexpr qint64 maxKeptBytes = 64 * 1024 * 1024;

QByteArray hash(const QByteArray &text)
{
    return QCryptographicHash::hash(text, QCryptographicHash::Sha256);
}

void removeOldest(const QString &directory)
{
    qint64 kept = 0;
    const auto newestFirst =
        QDir(directory).entryInfoList({QStringLiteral("voice-*.wav")}, QDir::Files, QDir::Time);
    for (const QFileInfo &file : newestFirst) {
        kept += file.size();
        if (kept > maxKeptBytes)
            QFile::remove(file.filePath());
    }
}

} // namespace

QString Previews::idOf(const espeak::Voice &voice)
{
    const quint64 number = hash(voice.identifier).first(8).toHex().toULongLong(nullptr, 16);
    return QString::number(number >> 1 | quint64(1) << 60); // 19 digits that fit a signed 64-bit integer
}

Result<const espeak::Voice *> Previews::find(const QString &id)
{
    for (const espeak::Voice &voice : espeak::voices()) {
        if (idOf(voice) == id)
            return &voice;
    }
    return Error{.kind = Error::Kind::NotFound, .detail = QStringLiteral("there is no such voice")};
}

Result<QByteArray> Previews::wav(const espeak::Voice &voice) const
{
    const QString text = previewText(voice.language);
    const QString path = m_directory + QStringLiteral("/voice-") + idOf(voice) + QLatin1Char('-') +
                         QString::fromLatin1(hash(text.toUtf8()).first(4).toHex()) + QStringLiteral(".wav");
    if (auto kept = files::read(path, maxFileBytes); kept)
        return kept;
    auto spoken = espeak::speak(voice, text, longestPreview);
    if (!spoken)
        return spoken.error();
    const QByteArray wav = spoken->wav();
    removeOldest(m_directory);
    auto written = files::makePrivateDirectory(m_directory);
    if (written)
        written = files::write(path, wav);
    if (!written)
        qCWarning(logServer, "a preview could not be kept: %ls", qUtf16Printable(written.error().detail));
    return wav;
}

} // namespace server
