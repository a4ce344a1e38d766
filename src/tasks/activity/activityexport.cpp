// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/activity/activityexport.h"

#include "base/background.h"
#include "base/files.h"
#include "base/settings.h"
#include "calls/jsonline.h"
#include "style/confirmbar.h"

#include <QDir>
#include <QFileDialog>

namespace {

const QString folderKey = QStringLiteral("folder/export");

Result<Nothing> writeLines(const QString &path, const QList<Exchange> &calls)
{
    QByteArray lines;
    for (const Exchange &exchange : calls)
        lines += jsonLine(exchange);
    return files::write(path, lines);
}

} // namespace

ActivityExport::ActivityExport(ConfirmBar *bar, Settings *settings, Calls calls, QWidget *window)
    : QObject(window)
    , m_bar(bar)
    , m_settings(settings)
    , m_calls(std::move(calls))
    , m_window(window)
{}

void ActivityExport::ask()
{
    m_bar->ask(
        [count = int(m_calls().size())] {
            return tr(
                "The file will hold %n call(s) with the names of people and groups in them, but no token "
                "and no recording.",
                nullptr, count);
        },
        [] { return tr("&Choose a file…"); }, [this] { chooseFile(); });
}

void ActivityExport::chooseFile()
{
    const QString name = QStringLiteral("calls-%1.jsonl").arg(QDate::currentDate().toString(Qt::ISODate));
    QDir folder(m_settings->remembered(folderKey).toString());
    if (!folder.exists())
        folder = QDir::home();
    const QString kinds =
        QString(tr("JSON lines") + QStringLiteral(" (*.jsonl);;") + tr("All files") + QStringLiteral(" (*)"));
    auto *dialog = new QFileDialog(m_window, tr("Export calls"), folder.filePath(name), kinds);
    dialog->setObjectName(QStringLiteral("exportDialog"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("jsonl"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &ActivityExport::write);
    dialog->open();
}

void ActivityExport::write(const QString &path)
{
    m_settings->remember(folderKey, QFileInfo(path).absolutePath());
    inBackground(
        this, [path, calls = m_calls()] { return writeLines(path, calls); },
        [this, path](const Result<Nothing> &written) {
            if (written)
                emit done(tr("The calls are in %1.").arg(QDir::toNativeSeparators(path)));
            else
                emit failed(written.error());
        });
}
