// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/activity/activityscreen.h"

#include "account/services.h"
#include "base/files.h"
#include "base/process.h"
#include "base/settings.h"
#include "calls/activity.h"
#include "calls/activitymodel.h"
#include "calls/calltext.h"
#include "style/bars.h"
#include "style/lineicon.h"
#include "style/words.h"
#include "ui_activityscreen.h"

#include <QDir>
#include <QFileDialog>
#include <QFontDatabase>
#include <QHeaderView>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include <algorithm>

constexpr int freePlanCalls = 500; // of Coze, for one person, ever

void ActivityCounts::setActivity(const Activity *activity)
{
    m_activity = activity;
    connect(activity, &Activity::countsChanged, this, &ActivityCounts::refresh);
    onLanguageChange(this, [this] { refresh(); });
    for (const Exchange &exchange : activity->exchanges())
        meet(exchange.connectionId, exchange.connectionName, exchange.url);
    refresh();
}

void ActivityCounts::meet(const QString &id, const QString &name, const QUrl &address)
{
    auto known = std::find_if(m_partners.begin(), m_partners.end(),
                              [&](const Partner &partner) { return partner.id == id; });
    const bool isNew = known == m_partners.end();
    if (isNew)
        known = m_partners.insert(known, {.id = id});
    if (!isNew && known->name == name && (known->isCoze || !isCozeHost(address)))
        return;
    known->name = name;
    known->isCoze = known->isCoze || isCozeHost(address); // its pictures may come from elsewhere
    refresh();
    emit met(id, connectionname::shown(id, name));
}

QString ActivityCounts::text(const Partner &partner) const
{
    const CallCounts counts = m_activity->counts(partner.id);
    const QString ever =
        partner.isCoze
            ? tr("%1 in all (of %2 on the free personal plan)").arg(counts.inAll).arg(freePlanCalls)
            : tr("%1 in all").arg(counts.inAll);
    return tr("%1: %2, %3, %4", "connection: calls today, in all, billed")
        .arg(connectionname::shown(partner.id, partner.name), tr("%n call(s) today", nullptr, counts.today),
             ever, tr("%1 billed").arg(counts.billedInAll));
}

void ActivityCounts::refresh()
{
    QStringList lines;
    for (const Partner &partner : m_partners)
        lines << text(partner);
    setText(lines.join(QLatin1Char('\n')));
    setToolTip(tr("What this application has counted on this computer."));
    setHidden(lines.isEmpty());
}

namespace {

const QString folderKey = QStringLiteral("folder/export");

struct ActivityExport
{
    Q_DECLARE_TR_FUNCTIONS(ActivityExport)
};

class StatusDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (!index.data(ActivityModel::FailedRole).toBool())
            return;
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->decorationSize = {14, 14};
        option->icon = lineIcon(QStringLiteral("problem"));
    }
};

Result<Nothing> writeLines(const QString &path, const QList<Exchange> &calls)
{
    QByteArray lines;
    for (const Exchange &exchange : calls)
        lines += jsonLine(exchange);
    return files::write(path, lines);
}

} // namespace

ActivityTable::ActivityTable(QWidget *parent)
    : RecordTable(parent)
{
    setTextElideMode(Qt::ElideMiddle); // paths and log ids differ at their ends
    setItemDelegateForColumn(ActivityModel::Status, new StatusDelegate(this));
}

void ActivityTable::show(ActivityFilter *calls)
{
    connect(calls, &QAbstractItemModel::rowsAboutToBeInserted, this,
            [this](const QModelIndex &, int first, int last) {
                const int top = verticalScrollBar()->value() > 0 ? rowAt(0) : -1;
                if (first <= top)
                    m_pushed += (last - first + 1) * verticalHeader()->defaultSectionSize();
            });
    setModel(calls);
    setSortingEnabled(true);
}

void ActivityTable::updateGeometries()
{
    RecordTable::updateGeometries();
    if (const int pushed = std::exchange(m_pushed, 0))
        verticalScrollBar()->setValue(verticalScrollBar()->value() + pushed);
}

ActivityScreen::ActivityScreen(const Studio &studio, QWidget *parent)
    : Screen(studio, parent)
    , m_model(new ActivityModel(studio.activity, this))
    , m_calls(new ActivityFilter(m_model, this))
{
    m_form.setUp(this, [this] { retranslate(); });
    m_form->connectionBox->addItem({}); // all of them
    makeCommands();
    makeTable();
    connectAll();
    m_form->callCounts->setActivity(studio.activity);
    retranslate();
}

void ActivityScreen::makeCommands()
{
    ActivityTable *table = m_form->callsTable;
    m_copyCurl = addCommand("copyCurl", Menu::Edit, "terminal", Qt::CTRL | Qt::SHIFT | Qt::Key_C, table);
    m_copyLogId = addCommand("copyCallLogId", Menu::Edit, "copy", Qt::CTRL | Qt::SHIFT | Qt::Key_L, table);
    m_find = addCommand("findCall", Menu::Edit, "search", QKeySequence::Find);
    m_showAll = addCommand("showAllCalls", Menu::View, "refresh");
    m_export = addCommand("exportCalls", Menu::File, "export", Qt::CTRL | Qt::Key_S);
    m_clear = addCommand("clearCalls", Menu::Edit, "delete");
    m_form->copyCurlButton->setDefaultAction(m_copyCurl);
    m_form->copyCallLogIdButton->setDefaultAction(m_copyLogId);
    m_form->exportCallsButton->setDefaultAction(m_export);
    m_form->clearCallsButton->setDefaultAction(m_clear);
    table->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void ActivityScreen::makeTable()
{
    ActivityTable *table = m_form->callsTable;
    table->show(m_calls);
    table->restoreColumns(*m_studio.settings, QStringLiteral("columns/activity"),
                          {9, 15, 7, -30, 12, 8, 14, 9, 10, 10, 7});
    table->sortByColumn(ActivityModel::Time, Qt::DescendingOrder);
    const QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    m_form->requestText->setFont(fixed);
    m_form->answerText->setFont(fixed);
    table->setMinimumHeight(5 * table->verticalHeader()->defaultSectionSize());
    m_form->callSplitter->setStretchFactor(0, 3);
    m_form->callSplitter->setStretchFactor(1, 2);
    m_form->callSplitter->setSizes({360, 240});
    m_form->detailsSplitter->setSizes({400, 400});
    remember(m_form->callSplitter, QStringLiteral("splitter/activity"));
    remember(m_form->detailsSplitter, QStringLiteral("splitter/activitydetails"));
}

void ActivityScreen::connectAll()
{
    Activity *activity = m_studio.activity;
    connect(activity, &Activity::recorded, this, [this](const Exchange &exchange) {
        m_form->callCounts->meet(exchange.connectionId, exchange.connectionName, exchange.url);
        refresh();
    });
    connect(activity, &Activity::forgotten, this, &ActivityScreen::refresh);
    connect(m_form->callCounts, &ActivityCounts::met, this, [this](const QString &id, const QString &name) {
        QComboBox *box = m_form->connectionBox;
        if (const int known = box->findData(id); known > 0)
            box->setItemText(known, name);
        else
            box->addItem(name, id);
    });
    connect(m_form->callSearch, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_calls->setText(text.trimmed());
        refresh();
    });
    connect(m_form->connectionBox, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_calls->setConnection(index > 0 ? std::optional(m_form->connectionBox->currentData().toString())
                                         : std::nullopt);
        refresh();
    });
    connect(m_form->failuresOnly, &QCheckBox::toggled, this, [this](bool only) {
        m_calls->setOnlyFailures(only);
        refresh();
    });
    connect(m_form->billedOnly, &QCheckBox::toggled, this, [this](bool only) {
        m_calls->setOnlyBilled(only);
        refresh();
    });
    connect(m_form->callsTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ActivityScreen::showCall);
    connect(m_find, &QAction::triggered, m_form->callSearch, &SearchField::begin);
    connect(m_copyCurl, &QAction::triggered, this, [this] {
        copy(curlLine(m_calls->exchange(m_form->callsTable->currentIndex())),
             tr("The curl command is in the clipboard. It takes the token from COZE_API_TOKEN."));
    });
    connect(m_copyLogId, &QAction::triggered, this, [this] {
        copy(m_calls->exchange(m_form->callsTable->currentIndex()).logId,
             tr("The log id is in the clipboard."));
    });
    connect(m_showAll, &QAction::triggered, this, [this] {
        m_form->callSearch->clear();
        m_form->connectionBox->setCurrentIndex(0);
        m_form->failuresOnly->setChecked(false);
        m_form->billedOnly->setChecked(false);
    });
    connect(m_export, &QAction::triggered, this, [this] {
        m_form->exportWarning->ask(
            [count = int(m_calls->exchanges().size())] {
                return ActivityExport::tr(
                    "The file will hold %n call(s) with the names of people and groups in them, but no token "
                    "and no recording.",
                    nullptr, count);
            },
            [] { return ActivityExport::tr("&Choose a file…"); }, [this] { chooseFile(); });
    });
    connect(m_clear, &QAction::triggered, activity, &Activity::forget);
}

void ActivityScreen::setClient(Client *client)
{
    Screen::setClient(client);
    if (client) {
        const Connection &connection = client->connection();
        m_form->callCounts->meet(connection.id, connection.name, connection.base);
    }
}

void ActivityScreen::enter()
{
    m_form->callCounts->refresh(); // the day may have changed while this computer slept
}

void ActivityScreen::showCall()
{
    const QModelIndex index = m_form->callsTable->currentIndex();
    m_form->requestText->setPlainText(index.isValid() ? requestText(m_calls->exchange(index)) : QString());
    m_form->answerText->setPlainText(index.isValid() ? answerText(m_calls->exchange(index)) : QString());
    m_copyCurl->setEnabled(index.isValid());
    m_copyLogId->setEnabled(index.isValid() && !m_calls->exchange(index).logId.isEmpty());
}

void ActivityScreen::refresh()
{
    const int shown = m_calls->rowCount();
    const int all = m_model->rowCount();
    if (shown == 0) {
        if (m_model->rowCount() == 0)
            m_form->noCalls->describe(
                QStringLiteral("activity"), tr("No calls yet"),
                tr("Every call to a service is listed here, with what was sent and what came "
                   "back, but never a token and never a recording."));
        else
            m_form->noCalls->describe(
                QStringLiteral("search"), tr("No call found"),
                tr("None of the %n call(s) fits these filters.", nullptr, m_model->rowCount()), {m_showAll});
        m_form->exportWarning->dismiss();
    }
    m_form->stack->setCurrentIndex(shown == 0 ? 1 : 0);
    m_form->shownCount->setText(all == 0       ? QString()
                                : shown == all ? tr("%n call(s)", nullptr, all)
                                               : tr("%1 of %2 calls").arg(shown).arg(all));
    m_export->setEnabled(shown > 0);
    m_clear->setEnabled(all > 0);
}

void ActivityScreen::chooseFile()
{
    const QString name = QStringLiteral("calls-%1.jsonl").arg(QDate::currentDate().toString(Qt::ISODate));
    QDir folder(m_studio.settings->remembered(folderKey).toString());
    if (!folder.exists())
        folder = QDir::home();
    const QString kinds = ActivityExport::tr("JSON lines") + QStringLiteral(" (*.jsonl);;") +
                          ActivityExport::tr("All files") + QStringLiteral(" (*)");
    auto *dialog = new QFileDialog(this, ActivityExport::tr("Export calls"), folder.filePath(name), kinds);
    dialog->setObjectName(QStringLiteral("exportDialog"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("jsonl"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &ActivityScreen::write);
    dialog->open();
}

void ActivityScreen::write(const QString &path)
{
    m_studio.settings->remember(folderKey, QFileInfo(path).absolutePath());
    inBackground(
        this, [path, calls = m_calls->exchanges()] { return writeLines(path, calls); },
        [this, path](const Result<Nothing> &written) {
            if (written)
                emit done(ActivityExport::tr("The calls are in %1.").arg(QDir::toNativeSeparators(path)));
            else
                emit failed(written.error());
        });
}

void ActivityScreen::retranslate()
{
    m_model->retranslate();
    m_form->connectionBox->setItemText(0, tr("All connections"));
    if (const int local = m_form->connectionBox->findData(Connections::localId); local > 0)
        m_form->connectionBox->setItemText(local, connectionname::local());
    setActionText(m_copyCurl, tr("Copy as &curl"));
    setActionText(m_copyLogId, tr("Copy &log id"));
    setActionText(m_find, tr("&Find call"));
    setActionText(m_showAll, tr("Show &all calls"));
    setActionText(m_export, tr("&Export calls…"));
    setActionText(m_clear, tr("Clea&r the list of calls"));
    m_export->setIconText(tr("Export…"));
    m_clear->setIconText(tr("Clear"));
    showCall();
    refresh();
}
