"""What pages say that are not what was asked for, in the languages of the web: one table a kind, far from complete.

The tables are our own, from how content systems, servers and their translations word it. Texts are compared folded, so case,
accents and marks do not matter. A phrase with letters of a script without spaces may stand within a longer run.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kzcheck.language.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NOT_FOUND = """page not found|no such page|cannot find the page|cant find that page
|cant find the page|couldnt find that page
|couldnt find the page|could not find the page|unable to find the page|page has been removed|page has been deleted
|страница не найдена|страницы не найдено|страница не существует|страницы не существует
|такой страницы нет|нет такой страницы
|запрошенная страница не|запрашиваемая страница не|запрашиваемой страницы|страница удалена|страница была удалена
|страница отсутствует|страница которую вы ищете|страница, которую вы запросили|документ не найден|материал не найден
|статья не найдена|запись не найдена|новость не найдена|публикация не найдена
|бет табылмады|бет табылған жоқ|парақ табылмады|парақша табылмады|мұндай бет жоқ|мұндай парақ жоқ|сіз іздеген бет
|құжат табылмады|мақала табылмады
|сторінку не знайдено|сторінка не знайдена|сторінки не існує|сторінка не існує|документ не знайдено
|старонка не знойдзена|страницата не е намерена|страницата не съществува
|страница није пронађена|страницата не е пронајдена
|sahifa topilmadi|саҳифа топилмади|баракча табылган жок|барак табылган жок
|səhifə tapılmadı|бит табылмады|саҳифа ёфт нашуд
|хуудас олдсонгүй|გვერდი ვერ მოიძებნა|էջը չի գտնվել
|sayfa bulunamadı|sayfayı bulamadık|böyle bir sayfa yok|sayfa mevcut değil
|aradığınız sayfa|aradığınız içerik bulunamadı
|belge bulunamadı|makale bulunamadı|içerik bulunamadı|sayfa silinmiş
|seite nicht gefunden|seite wurde nicht gefunden|seite konnte nicht gefunden
|seite existiert nicht|seite nicht vorhanden
|seite ist nicht vorhanden|gewünschte seite|angeforderte seite|dokument nicht gefunden|artikel nicht gefunden
|page non trouvée|page introuvable|page n'existe pas|page n'existe plus|page inexistante|page que vous recherchez
|page que vous cherchez|page demandée n'existe|page demandée est introuvable
|page demandée n'a pas été trouvée|document introuvable|article introuvable
|página no encontrada|página no existe|no se encontró la página
|no se ha encontrado la página|no se encuentra la página
|página que busca|página que buscas|documento no encontrado|artículo no encontrado
|pàgina no trobada|no s'ha trobat la pàgina
|página não encontrada|página não existe|página que procura|página que você procura
|não foi possível encontrar a página
|documento não encontrado|artigo não encontrado
|pagina non trovata|pagina inesistente|pagina non esiste|pagina richiesta non
|pagina che stai cercando|pagina che cerchi
|documento non trovato|articolo non trovato
|nie znaleziono strony|strona nie została znaleziona|strona nie istnieje|strony nie znaleziono|nie odnaleziono strony
|stránka nenalezena|stránka nebyla nalezena|stránka neexistuje|stránka nenájdená|stránka nebola nájdená
|pagina niet gevonden|pagina bestaat niet|pagina kon niet worden gevonden
|sidan hittades inte|sidan kunde inte hittas|sidan finns inte|siden blev ikke fundet
|siden findes ikke|siden kunne ikke findes
|siden ble ikke funnet|fant ikke siden|siden finnes ikke|sivua ei löytynyt|sivua ei löydy
|oldal nem található|pagina nu a fost găsită|pagina nu există|σελίδα δεν βρέθηκε|σελίδα δεν υπάρχει|puslapis nerastas
|lapa nav atrasta|lehekülge ei leitud|stranica nije pronađena|stranica ne postoji
|stran ni bila najdena|strani ni mogoče najti
|không tìm thấy trang|trang không tồn tại|halaman tidak ditemukan|halaman tidak dijumpai
|الصفحة غير موجودة|لم يتم العثور على الصفحة|الصفحة المطلوبة غير|صفحه یافت نشد|صفحه مورد نظر یافت نشد|صفحه پیدا نشد
|הדף לא נמצא|העמוד לא נמצא|הדף המבוקש|पृष्ठ नहीं मिला|पेज नहीं मिला
|页面不存在|页面未找到|找不到页面|页面没有找到|网页不存在|找不到网页|无法找到该页|文章不存在|頁面不存在|找不到頁面|找不到網頁|頁面未找到
|ページが見つかりません|ページは見つかりません|お探しのページ|お探しのページが見つかりません|お探しのページは見つかりません
|ページは存在しません|ページが存在しません
|페이지를 찾을 수 없습니다|페이지를 찾을 수 없음|페이지가 존재하지 않습니다|존재하지 않는 페이지|요청하신 페이지를 찾을
|문서를 찾을 수 없습니다|문서를 찾을 수 없음
|ไม่พบหน้า|ไม่พบเพจ
|might have been removed had its name changed|page has moved or been deleted
|не удалось найти страницу|страница больше не существует|искомая страница не|бет жойылған|бет өшірілген
|сторінка, яку ви шукаєте|такої сторінки немає|знайти запитувану сторінку|бачыну не знайшлі|старонкі не існуе
|страница не е намерена|страница не е открита|страницата не е открита|страницата не може да бъде намерена
|страница није нађена|страница коју сте тражили|страница не постоји
|страница не е најдена|страницата не е најдена|страната не е пронајдена
|stranica nije nađena|stranica koju ste tražili|stranica koju tražite|stranica nije pronadjena
|sayfa bulunamıyor
|gesuchte seite|seite leider nicht gefunden|seite kann nicht gefunden werden|diese seite gibt es nicht|die seite nicht finden
|nous n'avons pas trouvé la page|impossible de trouver la page|page recherchée n|page que vous avez demandée n
|no se pudo encontrar la página|no encontramos la página|página solicitada no|página inexistente
|página que está buscando|página que estás buscando|página que você está procurando
|pàgina no existeix|pàgina que cerqueu|pàgina que busqueu|páxina non atopada|non se atopou a páxina|páxina non existe
|orria ez da aurkitu|orrialdea ez da aurkitu|ez da orririk aurkitu
|impossibile trovare la pagina|pagina cercata non|pagina che hai richiesto non
|szukana strona|strona której szukasz|nie można znaleźć strony|nie znaleziono żądanej strony|nie można znaleźć żądanej strony
|stránka se nenašla|stránku se nepodařilo najít|hledaná stránka|stránka kterou hledáte
|stránka sa nenašla|stránku sa nepodarilo nájsť|stránka ktorú hľadáte
|pagina kan niet worden gevonden|pagina is niet gevonden|opgevraagde pagina niet|gevraagde pagina niet
|pagina die u zoekt|pagina die je zoekt
|side ikke fundet|siden ikke fundet|siden eksisterer ikke|side ikke funnet|siden ikke funnet
|sidan kan inte hittas|sidan existerar inte|sida hittades inte|síða fannst ekki|síðan fannst ekki
|etsimääsi sivua|sivua ei ole olemassa|sivua ei voitu löytää
|nincs ilyen oldal|oldal nem létezik|lap nem található|keresett oldal nem|kért oldal nem
|pagină inexistentă|pagină negăsită|pagina solicitată nu|pagina pe care o cauți|pagina căutată nu|pagina pe care o căutați
|δεν βρέθηκε η σελίδα|σελίδα που ζητήσατε δεν|σελίδα που ψάχνετε|σελίδα που αναζητάτε
|puslapis neegzistuoja|tokio puslapio nėra|ieškomas puslapis|lapa netika atrasta|lapa neeksistē
|lehte ei leitud|lehekülge ei ole olemas|lehte ei ole olemas
|stran ni najdena|strani ni bilo mogoče najti|strani ni bilo možno najti|stran ne obstaja|faqja nuk u gjet
|trang bạn tìm|trang bạn yêu cầu không|không thể tìm thấy trang
|halaman tak ditemukan|halaman yang anda cari|laman tidak ditemukan|laman tidak dijumpai
|الصفحة غير متوفرة|الصفحة غير متاحة|لا يمكن العثور على الصفحة|لم نتمكن من العثور على الصفحة|الصفحة التي تبحث عنها
|برگه پیدا نشد|برگه یافت نشد|برگه مورد نظر یافت نشد|برگه مورد نظر پیدا نشد|صفحه وجود ندارد|صفحہ نہیں ملا
|הדף לא קיים|העמוד לא קיים|הדף שחיפשת|העמוד שחיפשת
|पृष्ठ मौजूद नहीं|পৃষ্ঠা পাওয়া যায়নি|পৃষ্ঠা খুঁজে পাওয়া যায়নি|পাতাটি পাওয়া যায়নি
|页面没找到|未找到页面|没有找到页面|无法找到页面|页面无法找到|找不到该页|找不到此页|您要找的页面|此页不存在|该页不存在
|沒有找到頁面|找不到請求的頁面|找不到此頁|網頁並不存在
|тази страница не съществува|seite existiert leider nicht|seite scheint nicht zu existieren|sivu ei näytä olevan olemassa
|page semble ne pas exister|page ne semble pas exister|página no parece existir|página não parece existir
|pagina sembra non esistere|pagina non sembra esistere|pagină nu pare să existe|strona wydaje się nie istnieć
|pagina lijkt niet te bestaan|sida verkar inte existera|siden ser ikke ud til at eksistere|halaman ini tidak ada
|такої сторінки нема|paĝo ne ekzistas|ページは存在しないよう
|we couldnt find what you were looking for|we cant find what youre looking for|link you followed may be broken
|this page isnt available|this page is not available|page may have been removed|content isnt available right now
|не смогли найти страницу|не можем найти страницу|такой страницы у нас нет|неправильно набран адрес
|сұралған бет жоқ|сұраған бет жоқ|сұралған парақ жоқ|сұраған парақ жоқ|сұраған бет табылмады|сұралған бет табылмады
|istediğiniz sayfa bulunamadı|sayfa kaldırılmış|sayfa yayından kaldırılmış|ulaşmaya çalıştığınız sayfa
|seite wurde leider nicht gefunden|adresse konnten wir keine seite finden|page n'est plus disponible
|page à laquelle vous tentez d'accéder|ne correspond à aucune page du site
|página a la que intentas acceder|página a la que intenta acceder|no hemos podido encontrar la página|esta página ya no existe
|url you entered does not match|страница на которую вы пытаетесь|bu sayfa artık mevcut değil|página que buscabas no
|aucune page ne correspond à cette adresse|没有找到您要访问的页面
|الصفحة التي تحاول|الصفحة التي طلبتها|لم نعثر على الصفحة|الصفحة لم تعد موجودة|الصفحة المطلوبة لم"""
NOT_FOUND_CODES = """404 not found|404 file not found|error 404|404 error|http 404
|ошибка 404|404 ошибка|қате 404|404 қате|помилка 404
|hata 404|404 hatası|fehler 404|404 fehler|erreur 404|error 404|erro 404|errore 404
|błąd 404|chyba 404|fout 404|خطأ 404|خطای 404|שגיאה 404|fejl 404|feil 404|fel 404|virhe 404|viga 404|hiba 404|eroare 404
|грешка 404|greška 404|pogreška 404|napaka 404|klaida 404|kļūda 404|σφάλμα 404|lỗi 404|kesalahan 404|ralat 404
|404 오류|404 错误|404 錯誤|404エラー"""

NOT_FOUND_TITLES = """404|not found|файл не найден|datei nicht gefunden
|fichier introuvable|404 page|page 404|oops 404|404 oops|object not found|file not found|resource not found
|item not found
|article not found|document not found|content not found|не найдено|не найдена
|404 не найдено|404 страница|табылмады|bulunamadı
|nicht gefunden|non trouvé|introuvable|no encontrado|no encontrada|não encontrado
|não encontrada|non trovato|nie znaleziono
|nenalezeno
|niet gevonden|hittades inte|غير موجود|未找到|不存在|見つかりません
|не знайдено|не знойдзена|не е намерено|не е намерена|није пронађено|nije pronađeno|ikke fundet|ikke funnet|ei löydy|ei löytynyt
|ei leitud|nerasta|nav atrasts|nenájdené|ni najdeno|nem található|nu s-a găsit|no s'ha trobat|no se ha encontrado|non atopado
|ez da aurkitu|δεν βρέθηκε|tapılmadı|topilmadi|tidak ditemukan|tidak dijumpai|không tìm thấy|ไม่พบ|ไม่พบข้อมูล
|찾을 수 없음|찾을 수 없습니다|لم يتم العثور|یافت نشد|پیدا نشد|לא נמצא|नहीं मिला
|nothing found|nothing was found|content unavailable|content not available|page unavailable|page not available|file not available
|video unavailable|sorry we cant find that|looks like youre lost|this story has been removed|article has been removed
|invalid article id|requested file does not exist
|找不到您要的页面|找不到您要访问的页面|找不到您请求的页面|该文章已被删除|该文章不存在|该内容已被删除|该页面已被删除|该页面不存在|该信息不存在或已被删除
|ничего не найдено|статья удалена|новость удалена|мақала жойылған|kayıt bulunamadı|article supprimé|artículo no disponible
|noticia no encontrada|dieser artikel ist nicht mehr verfügbar|页面不存在或已删除|文章不存在或已删除|该信息已被删除
|الخبر غير موجود|المقال غير موجود|المقال غير متاح
|к сожалению ничего не найдено|материал удален|материал удален или перемещен|объект не найден|публикация недоступна
|материал недоступен|страница недоступна|эта страница потерялась|запрашиваемый документ отсутствует на сервере
|ештеңе табылмады|материал табылмады|жаңалық табылмады|бет қолжетімсіз
|haber bulunamadı|aradığınızı bulamadık|böyle bir içerik bulunmuyor|içerik mevcut değil
|inhalt nicht verfügbar|inhalt nicht gefunden|seite nicht verfügbar|das dokument ist nicht vorhanden
|contenu introuvable|contenu indisponible|page indisponible|document indisponible
|contenido no disponible|contenido no encontrado|página no disponible|el documento no existe
|لم نعثر على الصفحة|المحتوى غير متوفر|المحتوى غير متاح|المحتوى غير موجود"""

CHALLENGE = """checking your browser|checking if the site connection is secure|verify you are human|verify that you are human
|verifying you are human|verifying your browser|needs to review the security of your connection
|enable javascript and cookies to continue
|performing security verification|prove you are human|confirm you are human|confirm that you are human|are you a robot
|are you human
|not a robot to continue|making sure youre not a bot|unusual traffic from your computer|automated access to
|detected unusual activity
|access to this page has been denied|pardon our interruption|request unsuccessful incapsula|incapsula incident id
|security check to access
|you have been blocked|why have i been blocked|you are unable to access|press hold to confirm|complete the captcha
|solve the captcha
|ddos protection by|protected by anubis|please stand by while we are checking
|проверка браузера|проверяем ваш браузер|проверяем браузер|подтвердите что вы не робот|вы не робот|я не робот
|запросы похожи на автоматические
|проверка безопасности подключения|доступ к сайту временно ограничен|сіз робот емессіз бе|браузеріңізді тексеру
|tarayıcınız kontrol ediliyor|robot olmadığınızı doğrulayın|insan olduğunuzu doğrulayın|ihr browser wird überprüft
|sind sie ein mensch
|bestätigen sie dass sie ein mensch sind|vérification de votre navigateur|vérifiez que vous êtes humain
|verifique que es un ser humano
|verificar que eres un ser humano|verifique se você é humano|verifica di essere umano
|перевірка браузера|正在检查您的浏览器|请完成安全验证|安全验证
|お使いのブラウザを確認しています"""

CHALLENGE_TITLES = """just a moment|one moment please|один момент|бір сәт
|bir dakika lütfen|einen moment|nur einen moment
|einen moment bitte
|un instant|un momento|um momento|请稍候|しばらくお待ちください
|잠시만 기다리십시오|attention required|access denied|access to this site is denied
|request rejected|robot check|bot verification|human verification|security check
|security challenge|client challenge|captcha
|recaptcha
|ddos guard|verification required|radware bot manager captcha|vercel security checkpoint
|доступ запрещен|доступ ограничен
|қолжетімсіз
|erişim engellendi|zugriff verweigert|accès refusé|acceso denegado|accesso negato
|acesso negado|dostęp zabroniony|访问被拒绝
|403 forbidden
|forbidden|oops are you a robot|cookies required|cookies must be enabled|please enable cookies"""

LOGIN = """log in|login|sign in|signin|log on|logon|user login|member login|account login|sign in to your account
|log in to your account
|log in or sign up|sign in or register|login required|authentication required|web login service|single sign on
|central authentication service
|вход|войти|авторизация|вход на сайт|вход в систему|вход в личный кабинет
|вход или регистрация|кіру|жүйеге кіру|сайтқа кіру
|авторландыру
|giriş|giriş yap|oturum aç|üye girişi|kullanıcı girişi|anmelden|anmeldung|einloggen
|connexion|se connecter|identification
|iniciar sesión|acceder|inicio de sesión|entrar|iniciar sessão|fazer login|accedi|accesso
|zaloguj|zaloguj się|logowanie
|přihlášení
|inloggen|logga in|log ind|logg inn|kirjaudu sisään|bejelentkezés|autentificare|σύνδεση
|вхід|увійти|تسجيل الدخول|ورود|登录|登錄|登入
|ログイン|로그인"""

LOGIN_WALL = """must be logged in to view this|must log in to view this|must be signed in to view this|need to log in to view this
|please log in to view this|please sign in to view this|please log in to continue|please sign in to continue|log in to see this page
|войти в систему чтобы просматривать эту|необходимо авторизоваться для просмотра|для просмотра необходимо авторизоваться
|для просмотра этой страницы необходимо войти|страница доступна только зарегистрированным
|бұл бетті көру үшін жүйеге кіріңіз|bu sayfayı görmek için giriş|melden sie sich an um diese seite|um diese seite zu sehen
|vous devez être connecté pour voir cette|vous devez vous connecter pour accéder à cette
|debe iniciar sesión para ver esta|您需要登录后才可以|请登录后查看|يجب تسجيل الدخول لعرض هذه"""

PARKED = """domain is for sale|domain name is for sale|domain may be for sale|domain name may be for sale|domain could be yours
|domain is available for sale|domain for sale|buy this domain|purchase this domain
|own this domain|make an offer on this domain
|inquire about this domain|parked free courtesy of|domain is parked|domain parking|parked domain|domain has expired
|domain name has expired
|domain name expired|domain registration has expired|this domain has recently been registered|domain is registered but
|домен продается|этот домен продается|доменное имя продается|продажа домена|купить этот домен|домен припаркован
|домен не прилинкован
|срок регистрации домена|домен зарегистрирован и припаркован|домен выставлен на продажу
|домен сатылады|бұл домен сатылады
|домен продається
|alan adı satılık|alan adı satılıktır|bu domain satılık|domain satılıktır|alan adı park
|domain steht zum verkauf|domain zu verkaufen|domain ist geparkt|domain kaufen
|domaine est à vendre|nom de domaine est en vente
|domaine à vendre|dominio está en venta|dominio en venta|dominio in vendita|dominio è in vendita|domínio à venda
|domínio está à venda
|domena na sprzedaż|domena jest na sprzedaż|doména na prodej|domein is te koop|domän är till salu
|website is for sale|域名正在出售|域名出售|域名转让|此域名|该域名可|该域名正|このドメインは|ドメインは売り出し中|도메인을 판매"""

PARKED_TITLES = """welcome to nginx|it works|apache2 ubuntu default page it works|apache2 debian default page it works
|apache http server test page
|test page for the apache http server|test page for the nginx http server
|iis windows server|iis windows|default web site page
|default page|default parallels plesk page|web server s default page|domain default page|plesk default page
|http server test page
|account suspended|this account has been suspended|site suspended|website suspended
|hosting account suspended|сайт заблокирован
|сайт отключен|сайт приостановлен|аккаунт заблокирован|сайт только что создан|сайт успешно создан|хостинг отключен
|hesap askıya alındı
|hesabınız askıya alınmıştır|konto gesperrt|compte suspendu|cuenta suspendida|parked|parking page|domain parked
|future home of something quite cool"""

ERROR = """error establishing a database connection|database connection error|unable to connect to the database
|could not connect to the database
|cannot connect to the database|database error|too many connections|fatal error uncaught
|uncaught exception|php fatal error
|allowed memory size of|internal server error|500 internal|502 bad gateway|503 service|504 gateway|service unavailable
|service temporarily unavailable|server error in application|unhandled exception
|bad gateway|gateway timeout|application error
|an unexpected error occurred|unexpected error has occurred|the website encountered an unexpected error
|there has been a critical error
|ошибка подключения к базе данных|ошибка соединения с базой данных|ошибка базы данных|внутренняя ошибка сервера
|произошла непредвиденная ошибка
|сервис временно недоступен|сайт временно недоступен|сервердің ішкі қатесі|қызмет уақытша қолжетімсіз
|деректер қорына қосылу қатесі
|veritabanı bağlantı hatası|veritabanına bağlanılamadı|sunucu hatası|fehler beim aufbau einer datenbankverbindung
|interner serverfehler
|dienst nicht verfügbar|erreur lors de la connexion à la base de données|erreur interne du serveur|service indisponible
|error al establecer una conexión con la base de datos|error interno del servidor|erro interno do servidor
|errore interno del server
|wewnętrzny błąd serwera|внутрішня помилка сервера|服务器内部错误|数据库连接错误|服务器错误|サーバーエラー"""

MAINTENANCE = """under maintenance|down for maintenance|scheduled maintenance|undergoing maintenance|maintenance mode
|site maintenance
|closed for maintenance|briefly unavailable for scheduled maintenance|well be back soon
|we will be back soon|be right back
|site is temporarily unavailable|site is under construction|website is under construction|under construction
|технические работы|техническое обслуживание|технических работ|сайт на реконструкции|сайт в разработке
|сайт находится в разработке
|техникалық жұмыстар|сайт әзірленуде|bakım çalışması|bakım modu|bakımdayız
|bakım nedeniyle|yapım aşamasında|sitemiz bakımda
|wartungsarbeiten|wartungsmodus|wegen wartung|seite im aufbau|en maintenance
|en cours de maintenance|site en construction
|en mantenimiento|mantenimiento programado|sitio en construcción|em manutenção|in manutenzione|prace konserwacyjne
|przerwa techniczna
|технічні роботи|网站维护|维护中|メンテナンス中"""

PAYWALL = """subscribe to continue reading|subscribe to read|to continue reading subscribe|already a subscriber|purchase access
|buy this article
|get access to the full|access through your institution|log in to read the full|rent or buy article
|this content is only available to subscribers
|читать полностью по подписке|оформите подписку|доступно по подписке|okumaya devam etmek için abone|um weiterzulesen
|jetzt weiterlesen mit
|réservé aux abonnés|contenido exclusivo para suscriptores|exclusivo para assinantes|contenuto riservato agli abbonati"""

SEARCHED = (NOT_FOUND, NOT_FOUND_CODES, CHALLENGE, LOGIN_WALL, PARKED, ERROR, MAINTENANCE, PAYWALL)
"""The tables of phrases that may stand within a text."""

_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_THING = "page|article|document|item|content|resource|entry|record|post|url|link|publication|story|object|journal|doi|address"
_PATTERNS = {
    NOT_FOUND: rf"(?:{_THING})(?: [a-z0-9]{{1,20}}){{0,7}}? (?:(?:not|cannot|isnt|doesnt|wasnt|couldnt|cant|never)(?: be| been)?"
    r" (?:found|located|exists?)|no longer (?:exists?|available|here)|does not (?:seem to |appear to )exist)",
    PARKED: "dom(?:ain(?: [a-z0-9]{1,63}){0,5}? (?:is|may be|could be) for sale|en(?: [a-z0-9]{1,63}){0,5}? prodaetsya)",
}
"""Ways to say it that are too many for a list: "the page you asked for could not be found"; `_SPREAD` has those of Chinese."""

_SPREAD = {
    NOT_FOUND: (("您|你", "要|所|所要|想要|", "访问的|请求的", "页面|网页|内容", "不存在|被删除|走丢了|找不到了"),),
}
"""Sentences without spaces, part by part, with the choices for each; a few signs may stand before the last part."""


def phrases(table: str) -> tuple[str, ...]:
    """Return the phrases of a table as they stand in it."""
    return tuple(filter(None, (" ".join(one.split()) for one in table.split("|"))))


@lru_cache(maxsize=32)
def whole(table: str) -> frozenset[str]:
    """Return the folded phrases of a table, to find a text that is nothing else."""
    return frozenset(map(fold, phrases(table)))


def found(table: str, text: str) -> str:
    """Return the first phrase of a table that a folded text holds, "" where it holds none."""
    match = _within(table).search(text) if _says_any(text) else None
    return match[0] if match else ""


@lru_cache(maxsize=64)
def _says_any(text: str) -> bool:
    """Tell whether a text holds a phrase of any table: most hold none, and are not searched again for each."""
    return _within(*SEARCHED).search(text) is not None


@lru_cache(maxsize=32)
def _within(*tables: str) -> re.Pattern[str]:
    """Return a pattern that finds the phrases of tables in a folded text."""
    given = {one for table in tables for one in phrases(table)}
    spaced = {re.escape(fold(one)) for one in given if not _UNSPACED.search(one)}
    unspaced = {re.escape(fold(one)) for one in given if _UNSPACED.search(one)}
    spaced.update(_PATTERNS[table] for table in tables if table in _PATTERNS)
    unspaced.update(pattern for table in tables for parts in _SPREAD.get(table, ()) for pattern in _spread(parts))
    alternatives = [rf"\b(?:{_by_first_letter(spaced)})\b", *([_by_first_letter(unspaced)] if unspaced else [])]
    return re.compile("|".join(alternatives))


def _spread(parts: Sequence[str]) -> list[str]:
    """Return patterns for what is said in a row, each part in one of its ways: one for each way to begin."""
    *between, last = (f"(?:{'|'.join(map(fold, part.split('|')))})" for part in parts[1:])
    return [f"{fold(first)}{''.join(between)}[a-z]{{0,6}}{last}" for first in parts[0].split("|")]


def _by_first_letter(patterns: Iterable[str]) -> str:
    """Return alternatives, the longest first, with those together that begin with one letter: few are tried at each word."""
    groups: dict[str, list[str]] = {}
    for one in sorted(patterns, key=len, reverse=True):
        first, rest = (one[0], one[1:]) if one[0].isalnum() and one[1:2].isalnum() else ("", one)
        groups.setdefault(first, []).append(rest)
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in groups.items())
