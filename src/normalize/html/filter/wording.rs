//! What news sites of many languages write around an article, by language; all in lower case, parted by bars.
//!
//! Most are the words of widespread content systems and of their translations, so that they hold for many sites.

/// Beginnings of lines that point elsewhere, whatever follows.
pub const POINTERS: [(&str, &str); 18] = [
    (
        "en",
        "read more|read also|also read|read next|read our|read the full|read:|see also|see more|more:|watch:|\
         listen:|related:|related |recommended|click here|tap here|sign up|subscribe|follow us|follow me|\
         follow @|share this|share on|share:|advertisement|advertising|sponsored|story continues below|\
         article continues|continue reading|join our|join us|get our|get the latest|don't miss|don’t miss|\
         download our|download the|check out our|learn more:|more on this|more from|you may also|you might also|\
         up next|next:|previous:|skip to|jump to|back to top|load more|view all|show more|print this|email this|\
         copy link|posted in|filed under|tagged|tags:|categories:|topics:|image credit|image:|image source|\
         photo credit|photo:|photo by|photos:|picture:|photograph:|credit:|source image|getty images|affiliate|\
         disclosure:|disclaimer:|this article was originally|a version of this article appear|this story was originally|originally published|\
         this post may contain|this post contains|this article contains affiliate|we may earn|some links in|\
         purchases made through|all rights reserved|contact us|minute read|do you have a story|do you have a tip|\
         got a story|got a tip|have a news tip|want the top stories|want more stories|want more news",
    ),
    ("signs", "👉|»|▶|►|➡"),
    (
        "de",
        "lesen sie auch|lesen sie hier|lesen sie mehr|lesen sie dazu|mehr zum thema|mehr zu diesem thema|\
         auch interessant|mehr dazu|mehr lesen|mehr erfahren|zum thema|zum artikel|zur startseite|zur übersicht|\
         zurück zu|zum seitenanfang|nach oben|anzeige|das könnte sie|das könnte dich|newsletter|weiterlesen|\
         weiterführende links|siehe auch|teilen mit|teilen auf|artikel teilen|artikel drucken|artikel versenden|\
         seite drucken|diesen artikel|diesen beitrag|dieser beitrag wurde|dieser artikel wurde|\
         dieser eintrag wurde|veröffentlicht in|veröffentlicht unter|veröffentlicht am|abgelegt unter|\
         eingestellt von|geschrieben von|verfasst von|kategorie:|kategorien:|schlagwort|stichwort|tags:|themen:|\
         foto:|fotos:|bild:|bilder:|gefällt mir|folgen sie uns|folge uns|jetzt abonnieren|jetzt anmelden|\
         kommentar schreiben|kommentar verfassen|kommentare (|sie müssen angemeldet|sie müssen eingeloggt|\
         du musst angemeldet|lesedauer|lesezeit|alle rechte vorbehalten|vorheriger|vorherige |nächster beitrag|\
         nächster artikel",
    ),
    (
        "fr",
        "lire aussi|à lire aussi|à lire également|lire également|à lire :|lire la suite|lire plus|lire l’article|\
         lire l'article|voir aussi|à voir aussi|pour aller plus loin|publicité|inscrivez-vous|abonnez|\
         partager sur|partagez|partager cet|imprimer cet|envoyer par|suivez-nous|crédit photo|crédits photo|\
         photo :|photos :|mots-clés|tags :|classé dans|publié dans|posté par|posté dans|laisser un commentaire|\
         commentaires (|tous droits réservés|article précédent|article suivant|newsletter|\
         cet article vous est offert|article offert|offrez cet article",
    ),
    (
        "es",
        "lea también|lee también|leer también|leer más|le puede interesar|te puede interesar|puede interesarte|\
         también te puede|ver también|ver más|más información|suscríb|publicidad|compartir en|comparte|síguenos|\
         sigue leyendo|foto:|fotos:|etiquetas|archivado en|publicado en|deja un comentario|comentarios (|\
         todos los derechos reservados|noticia anterior|noticia siguiente",
    ),
    (
        "it",
        "leggi anche|leggi tutto|leggi di più|leggi l’articolo|leggi l'articolo|iscriviti|pubblicità|\
         potrebbe interessarti|ti potrebbe|condividi|seguici|foto:|pubblicato in|commenti (|lascia un commento|\
         tutti i diritti riservati|articolo precedente|articolo successivo|approfondisci",
    ),
    (
        "pt",
        "leia também|leia mais|leia ainda|veja também|veja mais|saiba mais|clique aqui|publicidade|inscreva-se|assine|\
         compartilh|partilhar|siga-nos|siga o|foto:|comentários (|deixe um comentário|\
         todos os direitos reservados",
    ),
    (
        "nl",
        "lees ook|lees meer|lees verder|bekijk ook|advertentie|deel dit|deel op|volg ons|schrijf je in|foto:|\
         reacties (|plaats een reactie|geef een reactie|alle rechten voorbehouden|tip de redactie|heb je een tip",
    ),
    (
        "pl",
        "czytaj także|czytaj też|czytaj więcej|zobacz także|zobacz też|udostępnij|dodaj komentarz|fot.|źródło:|tagi:|\
         reklama",
    ),
    (
        "sv da no",
        "läs också|läs mer|läs även|annons|dela på|les også|læs også|les mer|læs mere|del på|følg oss|følg os",
    ),
    ("cs", "čtěte také|přečtěte si|sdílet"),
    ("tr", "ayrıca okuyun|ilgili haber|paylaş"),
    (
        "ru uk",
        "читайте также|читайте також|смотрите также|подпис|підпис|реклама|поделиться|поширити|фото:|теги:|\
         источник:|джерело:|комментарии (",
    ),
    ("el", "διαβάστε επίσης|δείτε επίσης|ακολουθήστε"),
    ("ar", "اقرأ أيضا|اقرأ أيضًا|اقرأ المزيد|شارك|تابعونا"),
    (
        "zh",
        "责任编辑|責任編輯|编辑：|编辑:|分享到|分享：|相关阅读|相关新闻|相關新聞|延伸閱讀|延伸阅读|推荐阅读|点击进入|阅读原文|版权所有|版權所有",
    ),
    ("ja", "関連記事|関連ニュース|あわせて読みたい|続きを読む|シェア|無断転載"),
    ("ko", "관련기사|관련 기사|무단전재|저작권자|ⓒ"),
];

/// Beginnings of the headings of what follows an article.
pub const TAILS: [(&str, &str); 12] = [
    (
        "en",
        "related|more from|more stories|more articles|more news|more like|read next|what to read next|\
         keep reading|continue reading|further reading|up next|next article|next post|next up|about the author|\
         about author|about me|about us|about the writer|author bio|meet the author|comments|leave a|leave your|\
         join the conversation|join the discussion|post a comment|add a comment|responses|share this|share on|\
         share:|share the|sharing is|latest stories|latest articles|latest posts|latest from|recent posts|\
         recent articles|trending|most read|most popular|top stories|editor's picks|editors' picks|\
         editor’s picks|other articles|other stories|other posts|subscribe|newsletter|sign up|stay up to date|\
         stay connected|stay in the|get in touch|get the latest|get our|join our|join us|follow us|follow me|\
         footnotes|references|bibliography|works cited|citations|endnotes|tags|filed under|categories|\
         post navigation|thanks for reading|thanks for visiting|written by|contact us|disclaimer|disclosure|\
         featured image|image credits|photo credits|support us|support our|advertisement|sponsored|discover more|\
         explore more",
    ),
    (
        "de",
        "mehr zum thema|das könnte|auch interessant|kommentare|kommentar schreiben|kommentar verfassen|\
         schreibe einen kommentar|schreiben sie einen|schreib einen kommentar|hinterlasse ein|weitere artikel|\
         weitere beiträge|weitere meldungen|weitere nachrichten|weitere themen|mehr aus|mehr von|\
         mehr nachrichten|neueste artikel|neueste beiträge|aktuelle meldungen|meistgelesen|über den autor|\
         über die autorin|quellen|verwandte|ähnliche artikel|ähnliche beiträge|ähnliche themen|teilen mit|\
         diesen beitrag|diesen artikel|beitragsnavigation|beitrags-navigation|gefällt mir|antworten|\
         antwort schreiben|keine kommentare|ein kommentar zu|das interessiert|lesen sie auch|weiterlesen",
    ),
    (
        "fr",
        "à lire aussi|à lire également|lire aussi|sur le même|dans la même rubrique|commentaires|\
         laisser un commentaire|vos réactions|vos commentaires|articles similaires|articles liés|\
         articles récents|à propos de l|les plus lus|partager",
    ),
    (
        "es",
        "artículos relacionados|noticias relacionadas|sobre la firma|sobre el autor|sobre la autora|comentarios|deja un comentario|deja una respuesta|\
         te puede interesar|también te puede|más noticias|más sobre|lo más leído|lo más visto|últimas noticias|\
         entradas relacionadas|comparte|compartir",
    ),
    (
        "it",
        "leggi anche|commenti|lascia un commento|articoli correlati|articoli simili|potrebbe interessarti|\
         ti potrebbe|i più letti|ultime notizie|condividi",
    ),
    (
        "pt",
        "leia também|veja também|comentários|deixe um comentário|deixe uma resposta|notícias relacionadas|\
         artigos relacionados|mais lidas|últimas notícias|compartilh|partilhar",
    ),
    (
        "nl",
        "lees ook|reacties|reageer|plaats een reactie|geef een reactie|gerelateerd|meer over|meest gelezen|\
         deel dit",
    ),
    ("pl", "komentarze|dodaj komentarz|zobacz także|polecamy|powiązane|udostępnij|najczęściej czytane"),
    ("sv da no", "läs också|läs mer|kommentarer|les også|læs også|mest läst|mest lest|mest læste|relaterade|relaterte"),
    ("cs tr", "komentáře|související|yorumlar|ilgili haberler|benzer haberler"),
    ("ru uk", "читайте также|читайте також|комментарии|коментарі|по теме|за темою|похожие|другие новости|поделиться"),
    (
        "zh ja ko",
        "相关新闻|相關新聞|相关阅读|相关文章|相關文章|延伸閱讀|推荐阅读|热门|網友評論|评论|関連記事|関連ニュース|おすすめ|人気記事|コメント|관련기사|관련 기사|댓글|많이 본",
    ),
];

/// Beginnings of headings that stand within articles as well as behind them.
pub const MAYBE_TAILS: [(&str, &str); 4] = [
    (
        "en",
        "you may also|you might also|you might like|you may like|more on|more in|more about|more posts|read more|\
         recommended|recommendations|latest news|popular|similar|see also|see more|copyright|credits",
    ),
    ("de", "mehr zu|siehe auch|weitere"),
    ("fr", "voir aussi|plus d"),
    ("es it pt", "ver también|más en|vedi anche|mais sobre"),
];

/// Beginnings of lines that say when.
pub const SAYS_WHEN: [(&str, &str); 12] = [
    ("en", "published|updated|last updated|posted|first published|modified|last modified"),
    (
        "de",
        "veröffentlicht|aktualisiert|zuletzt aktualisiert|stand:|erstellt am|erstellt:|erschienen|publiziert|\
         geändert|letzte änderung|datum:|vom ",
    ),
    (
        "fr",
        "publié|mis à jour|modifié|posté le|paru le|mis en ligne|le lundi|le mardi|le mercredi|le jeudi|\
         le vendredi|le samedi|le dimanche",
    ),
    ("es", "publicado|publicada|actualizado|actualizada|fecha:"),
    ("it", "pubblicato|aggiornato|ultimo aggiornamento|data:"),
    ("pt", "publicado|atualizado|postado|criado em"),
    ("nl", "gepubliceerd|geplaatst|bijgewerkt|laatst bijgewerkt"),
    ("pl", "opublikowano|data publikacji|aktualizacja|dodano"),
    ("sv da no", "publicerad|uppdaterad|publisert|oppdatert|publiceret|opdateret"),
    ("ru uk", "опубликовано|обновлено|опубліковано|оновлено"),
    ("cs tr", "publikováno|aktualizováno|yayınlanma|güncelleme"),
    ("zh ja ko", "发布时间|发布于|發布時間|发表于|更新时间|公開日|更新日|投稿日|입력|수정|기사입력|등록"),
];

/// Whole lines that are buttons, in any language.
pub const BUTTONS: &str = "teilen|tweet|tweeten|twittern|drucken|mailen|merken|pin it|\
     e-mail|email|print|share|save|reply|antworten|mehr|more|weiter|zurück|next|previous|partager|\
     imprimer|tweeter|envoyer|commenter|réagir|compartir|imprimir|enviar|tuitear|comentar|condividi|stampa|\
     commenta|partilhar|delen|afdrukken|reageer|udostępnij|drukuj|dela|del|skriv ut|sdílet|paylaş|yazdır|\
     поделиться|печать|распечатать|поширити|друк|分享|打印|收藏|评论|シェア|ツイート|印刷|공유|인쇄|κοινοποίηση|εκτύπωση|شارك|\
     طباعة";

/// Words of a line that invites to a newsletter or the like by a link.
pub const INVITATIONS: [(&str, &str); 1] = [(
    "any",
    "newsletter|subscribe|sign up|abonnieren|abonniere|anmelden|abonnez|inscrivez|suscríb|\
     iscriviti|assine|inscreva|schrijf je in|prenumerera|zapisz się|subskrybuj|whatsapp|telegram|abone ol|подпис",
)];

/// Words of a picture's text in front of who took it.
pub const PICTURE_BY: [(&str, &str); 1] = [(
    "any",
    "foto:|fotos:|foto ©|fot.|photo:|photo by|photos:|photo :|bild:|quelle:|credit:|crédit :|\
     image:|fotografía:|фото:|foto/|photo/|(foto |(photo |picture:|photograph:",
)];

/// What stands where the rest of an article is for subscribers.
pub const PAY_WALL: [(&str, &str); 7] = [
    (
        "en",
        "to continue reading|to read the full|to keep reading|for subscribers only|only available to subscribers|\
         exclusive to subscribers|already a subscriber|unlock this article",
    ),
    (
        "de",
        "weiterlesen mit|jetzt weiterlesen|nur für abonnenten|lesen sie weiter mit|jetzt abo|\
         exklusiv für abonnenten|sie haben bereits ein abo",
    ),
    ("fr", "réservé aux abonnés|il vous reste|la suite est réservée|déjà abonné"),
    ("es", "exclusivo para suscriptores|contenido exclusivo para"),
    ("pt", "exclusivo para assinantes|conteúdo exclusivo para"),
    ("it", "riservato agli abbonati|sei già abbonato|abbonati per"),
    ("nl", "voor abonnees|al abonnee"),
];
