// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/place.h"

#include <QProcess>

//! What tests of voiceprint-server as a program share: a data directory, and ways to run it there.
class ProgramTest : public QObject
{
protected:
    void newFolder() { m_folder = std::make_unique<QTemporaryDir>(); }
    // Runs a command to its end; its exit code and everything it said.
    std::pair<int, QByteArray> run(const QStringList &words) const
    {
        QProcess program;
        program.setProcessChannelMode(QProcess::MergedChannels);
        program.start(QStringLiteral(BINARY_DIR "/voiceprint-server"), arguments(words));
        program.waitForFinished();
        return {program.exitCode(), program.readAll()};
    }
    // What a person sees who runs it on a terminal.
    QByteArray onTerminal(const QString &words) const
    {
        QProcess terminal;
        terminal.start(QStringLiteral("script"),
                       {QStringLiteral("-qec"),
                        QStringLiteral("exec " BINARY_DIR "/voiceprint-server ") + words +
                            QStringLiteral(" --data-dir ") + m_folder->filePath(QStringLiteral("data")),
                        QStringLiteral("/dev/null")});
        terminal.waitForFinished();
        return terminal.readAll();
    }
    QStringList arguments(const QStringList &more = {}) const
    {
        return QStringList{QStringLiteral("--data-dir"), m_folder->filePath(QStringLiteral("data"))} + more;
    }
    quint16 start(QProcess &program, const QByteArray &itsToken = place::token,
                  const QStringList &more = {}) const
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.remove(QStringLiteral("VOICEPRINT_SERVER_TOKEN"));
        if (!itsToken.isEmpty())
            environment.insert(QStringLiteral("VOICEPRINT_SERVER_TOKEN"), QString::fromUtf8(itsToken));
        program.setProcessEnvironment(environment);
        program.start(QStringLiteral(BINARY_DIR "/voiceprint-server"), arguments(more));
        if (!program.waitForReadyRead(60'000))
            return 0;
        const QByteArray line = program.readAllStandardOutput();
        const QByteArray start = more.isEmpty() ? "listening on http://127.0.0.1:" : "listening on http";
        const bool isPlain = line.startsWith(start) && line.count('\n') == 1 && line.endsWith('\n');
        return isPlain ? line.trimmed().split(':').last().toUShort() : 0;
    }

    //! Whether a server has said on standard error what every start says, and nothing else.
    static bool saysOnlyItsEngine(const QByteArray &words)
    {
        return words.startsWith("engine: built-in (gmm") && words.count('\n') == 1;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};
