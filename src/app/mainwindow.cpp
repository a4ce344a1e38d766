// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/mainwindow.h"

#include "account/connections.h"
#include "app/service.h"
#include "base/settings.h"
#include "calls/activity.h"
#include "desk/waveform.h"
#include "devices/player.h"
#include "recordings/archive.h"
#include "recordings/drafts.h"
#include "recordings/history.h"
#include "style/theme.h"
#include "style/words.h"
#include "ui_aboutdialog.h"
#include "ui_mainwindow.h"
#include "ui_shortcutsdialog.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QHash>
#include <QHeaderView>
#include <QScreen>

#include <utility>

const QString placeKey = QStringLiteral("window/place");
const QString maximizedKey = QStringLiteral("window/maximized");

namespace windowplace {

QRect clamped(const QRect &wanted, const QList<QRect> &screens)
{
    if (screens.isEmpty())
        return wanted;
    const auto shown = [&wanted](const QRect &screen) {
        const QRect common = screen & wanted;
        return qint64(common.width()) * common.height();
    };
    QRect screen = screens.first();
    for (const QRect &other : screens) {
        if (shown(other) > shown(screen))
            screen = other;
    }
    QRect place(wanted.topLeft(), wanted.size().boundedTo(screen.size()));
    place.moveLeft(qBound(screen.left(), place.left(), screen.right() - place.width() + 1));
    place.moveTop(qBound(screen.top(), place.top(), screen.bottom() - place.height() + 1));
    return place;
}

void restore(QWidget &window, const Settings &settings)
{
    QList<QRect> screens;
    for (const QScreen *screen : QGuiApplication::screens())
        screens << screen->availableGeometry();
    const QRect place = settings.remembered(placeKey).toRect();
    if (place.isValid())
        window.setGeometry(clamped(place, screens));
    else
        window.resize(QSize(1180, 720).boundedTo(screens.value(0, QRect(0, 0, 1180, 720)).size() * 0.95));
    if (settings.remembered(maximizedKey).toBool())
        window.setWindowState(Qt::WindowMaximized);
}

void remember(const QWidget &window, Settings &settings)
{
    settings.remember(placeKey, window.isMaximized() || window.isFullScreen() ? window.normalGeometry()
                                                                              : window.geometry());
    settings.remember(maximizedKey, window.isMaximized());
}

} // namespace windowplace

void Menus::show(const QList<QAction *> &commands)
{
    qDeleteAll(m_separators);
    m_separators.clear();
    for (const Entry &entry : m_menus) {
        for (QAction *action : m_shown)
            entry.menu->removeAction(action);
    }
    m_shown = commands;

    QHash<QMenu *, QObject *> owners;
    for (QAction *command : commands) {
        const Entry entry = m_menus.at(command->data().toInt());
        QObject *before = std::exchange(owners[entry.menu], command->parent());
        if (before && before != command->parent())
            m_separators << entry.menu->insertSeparator(entry.before);
        entry.menu->insertAction(entry.before, command);
    }
    for (const Entry &entry : m_menus) {
        if (entry.before && owners.contains(entry.menu))
            m_separators << entry.menu->insertSeparator(entry.before);
        entry.menu->menuAction()->setEnabled(!entry.menu->isEmpty());
    }
}

namespace {

//! What this program is, its version and its licence.
class AboutDialog final : public QDialog
{
    Q_DECLARE_TR_FUNCTIONS(AboutDialog)
public:
    explicit AboutDialog(QWidget *parent)
        : QDialog(parent)
    {
        setAttribute(Qt::WA_DeleteOnClose);
        m_form.setupUi(this);
        m_form.picture->setPixmap(QIcon(QStringLiteral(":/icons/voiceprint-studio.svg"))
                                      .pixmap(QSize(64, 64), devicePixelRatioF()));
        m_form.name->setScale(1.4);
        m_form.name->setText(tr("Voiceprint Studio %1").arg(QApplication::applicationVersion()));
        m_form.text->setText(
            tr("Enrols voices, lists them and finds out who speaks: on this computer, or in Coze.\n\n"
               "Free software under the GNU General Public License, version 3 or later. It comes "
               "without any warranty.\n\n"
               "Built with Qt %1.")
                .arg(QLatin1String(qVersion())));
    }

private:
    Ui::AboutDialog m_form;
};

//! Every command of the menu bar that has a key, with it.
class ShortcutsDialog final : public QDialog
{
    Q_DECLARE_TR_FUNCTIONS(ShortcutsDialog)
public:
    ShortcutsDialog(const QMenuBar &menuBar, QWidget *parent)
        : QDialog(parent)
    {
        setAttribute(Qt::WA_DeleteOnClose);
        m_form.setupUi(this);
        QTreeWidget *tree = m_form.shortcutsTree;
        tree->setHeaderLabels({tr("Command"), tr("Keys")});
        for (const QAction *menu : menuBar.actions()) {
            QTreeWidgetItem *head = addHead(plainText(menu->text()));
            for (const QAction *action : menu->menu()->actions()) {
                if (!action->shortcut().isEmpty())
                    new QTreeWidgetItem(
                        head, {plainText(action->text()),
                               QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText)});
            }
            head->setHidden(head->childCount() == 0);
        }
        QTreeWidgetItem *wave = addHead(tr("Wave of a recording"));
        for (const WaveformKey &key : waveformKeys())
            new QTreeWidgetItem(wave, {key.purpose, key.keys});
        tree->expandAll();
        tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
        tree->header()->setStretchLastSection(false);
        tree->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
        resize(800, 560);
    }

private:
    QTreeWidgetItem *addHead(const QString &text)
    {
        auto *head = new QTreeWidgetItem(m_form.shortcutsTree, {text});
        QFont bold = m_form.shortcutsTree->font();
        bold.setBold(true);
        head->setFont(0, bold);
        return head;
    }

    Ui::ShortcutsDialog m_form;
};

} // namespace

MainWindow::MainWindow(const Studio &studio, Service &service, QWidget *parent)
    : QMainWindow(parent)
    , m_studio(studio)
    , m_service(service)
{
    m_form.setUp(this, [this] { retranslate(); });
    m_form->screenTitle->setScale(1.5);
    m_form->connection->follow(service);
    m_form->connectionMenuButton->setUp(studio, service, m_form->switchMenu, m_form->connectionsAction);
    connect(m_form->connection, &ConnectionBadge::clicked, m_form->connectionMenuButton, &QToolButton::click);
    statusBar()->addPermanentWidget(m_form->busy);
    connectActions();
    connectScreens();
    turnTo(ScreenStack::Voiceprints);
    Notice *notice = m_form->notice;
    notice->setConnectionAction([this] { m_form->connectionMenuButton->editCurrent(); });
    connect(&m_service, &Service::switched, notice, &Notice::clear);
    connect(&m_service, &Service::clientChanged, m_form->screens, &ScreenStack::setClient);
    connect(&m_service, &Service::warned, notice, &Notice::showSentence);
    connect(&m_service, &Service::failed, this,
            [this](const Error &error) { m_form->notice->show(error, [this] { m_service.start(); }); });
    connect(&m_service, &Service::servedElsewhere, this, [this](const Error &error, const QUrl &url) {
        // Another program serves what “This computer” keeps: with its token, connecting to it is as good.
        const auto known = m_studio.connections->findByAddress(url);
        const auto words = [name = known ? known->name : QString()] {
            return name.isEmpty() ? tr("Connect to it…") : tr("Connect to “%1”").arg(name);
        };
        const auto accept = [this, url, id = known ? known->id : QString()] {
            if (id.isEmpty())
                m_form->connectionMenuButton->add(
                    {.name = tr("Server of this computer"), .base = url, .isBilled = false});
            else
                m_service.switchTo(id);
        };
        m_form->notice->show(error, [this] { m_service.start(); }, {words, accept});
    });
    retranslate();
    windowplace::restore(*this, *studio.settings);
}

void MainWindow::turnTo(ScreenStack::Place place)
{
    if (m_form->navigation->currentRow() != place) {
        m_form->navigation->setCurrentRow(place); // calls turnTo() again
        return;
    }
    if (!m_service.isTroubled()) // a notice about the service stays
        m_form->notice->clear();
    statusBar()->clearMessage(); // it told of the screen before
    m_form->screens->turnTo(place);
    m_form->screenTitle->setText(m_form->navigation->currentItem()->text());
    m_menus.show(m_form->screens->commands());
}

void MainWindow::comeToFront()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::connectActions()
{
    m_menus.setMenus({m_form->fileMenu, m_form->editMenu, m_form->viewMenu, m_form->playbackMenu});
    m_form->settingsAction->setShortcuts({Qt::CTRL | Qt::Key_Comma, Qt::CTRL | Qt::Key_5});
    m_form->navigation->setPlaces({m_form->voiceprintsAction, m_form->identifyAction, m_form->voicesAction,
                                   m_form->activityAction, m_form->settingsAction});
    connect(m_form->navigation, &Navigation::chosen, this,
            [this](int row) { turnTo(ScreenStack::Place(row)); });
    connect(m_form->quitAction, &QAction::triggered, this, &QWidget::close);
    connect(m_form->shortcutsAction, &QAction::triggered, this,
            [this] { (new ShortcutsDialog(*menuBar(), this))->open(); });
    connect(m_form->aboutAction, &QAction::triggered, this, [this] { (new AboutDialog(this))->open(); });

    Player *player = m_studio.player;
    const auto followPlayer = [this, player] {
        m_form->stopAction->setEnabled(!player->subject().isEmpty());
    };
    connect(m_form->stopAction, &QAction::triggered, player, &Player::stop);
    connect(player, &Player::playing, this, followPlayer);
    connect(player, &Player::stopped, this, followPlayer);
}

void MainWindow::connectScreens()
{
    ScreenStack *screens = m_form->screens;
    Notice *notice = m_form->notice;
    const auto showError = [notice](const Error &error) { notice->show(error); };
    connect(screens, &ScreenStack::placeRequested, this, &MainWindow::turnTo);
    connect(screens, &ScreenStack::restoreRequested, &m_service, &Service::restore);
    connect(screens, &ScreenStack::made, this, [this, notice, showError](const Screen *screen) {
        connect(screen, &Screen::connectionsRequested, m_form->connectionsAction, &QAction::trigger);
        connect(screen, &Screen::failed, this, showError);
        connect(
            screen, &Screen::failedWithRetry, this,
            [notice](const Error &error, const std::function<void()> &retry) { notice->show(error, retry); });
        connect(screen, &Screen::done, this, [this, notice](const QString &sentence) {
            notice->clear();
            statusBar()->showMessage(sentence, 8000);
        });
        connect(screen, &Screen::recovered, notice, &Notice::clear);
        connect(screen, &Screen::busyChanged, m_form->busy, &BusyWord::setBusy);
    });
    screens->setUp(m_studio, m_service.options().dataDirectory);
    connect(m_studio.player, &Player::failed, this, showError);
    connect(m_studio.drafts, &Drafts::failed, this, showError);
    connect(m_studio.activity, &Activity::failed, this, showError);
    connect(m_studio.archive, &Archive::failed, this, showError);
    connect(m_studio.history, &History::failed, this, showError);
    connect(m_studio.connections, &Connections::failed, this, showError);
}

void MainWindow::retranslate()
{
    m_form->navigation->refresh();
    m_form->screenTitle->setText(m_form->navigation->currentItem()->text());
}

bool MainWindow::event(QEvent *event)
{
    const bool isDesktopsTheme = m_studio.settings->theme() == Settings::Theme::System;
    if (event->type() == QEvent::ThemeChange && isDesktopsTheme) // the desktop went light or dark
        theme::apply(Settings::Theme::System);
    return QMainWindow::event(event);
}

void MainWindow::paintEvent(QPaintEvent *event)
{
    QMainWindow::paintEvent(event);
    if (std::exchange(m_wasPainted, true))
        return;
    QTimer::singleShot(0, &m_service, &Service::start);
    QTimer::singleShot(0, m_studio.drafts, &Drafts::load);
    QTimer::singleShot(0, m_studio.activity, &Activity::load);
    QTimer::singleShot(0, m_studio.archive, &Archive::load);
    QTimer::singleShot(0, m_studio.history, &History::load);
}
