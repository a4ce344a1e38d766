// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/voices/previews.h"

#include "base/files.h"
#include "base/log.h"
#include "server/voices/previewtexts.h"

#include <QCryptographicHash>
#include <QDir>

namespace server {

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

const espeak::Voice *Previews::find(const QString &id)
{
    for (const espeak::Voice &voice : espeak::voices()) {
        if (idOf(voice) == id)
            return &voice;
    }
    return nullptr;
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
