"""Path 1: a member finds her territory, her filière and another member."""


def test_a_member_describes_herself_and_finds_another(person):
    """Recommendation 3, with the ground of 1 and 2."""
    lea = person("lea")
    page = lea.go("/my/member")
    lea.reads("Province de Liège")
    lea.look("01-profil-vide")

    page.fill("#headline", "Création lumière pour le spectacle")
    activities = page.locator("details", has=page.get_by_text("Mes activités"))
    activities.get_by_role("searchbox").type("soutien technique")
    activities.get_by_label("90.39H").check()
    assert activities.locator(".form-check:visible").count() < 5
    page.fill("#about", "Quinze ans de plateaux.")
    skills = page.locator("details", has=page.get_by_text("Compétences que j'ai"))
    skills.locator("summary").click()
    skills.get_by_label("Régie lumière").check()
    page.select_option("#audience_name", "members")
    page.select_option("#audience_headline", "filiere")
    page.get_by_role("button", name="Enregistrer").click()
    lea.reads("Enregistré.")

    # the activity proposes the filière; she alone confirms it
    card = page.locator(".smart_filiere", has_text="Spectacle vivant")
    card.get_by_role("button", name="J'en fais partie").click()
    page.locator(
        ".smart_filiere[data-state=confirmed]", has_text="Spectacle vivant"
    ).wait_for()
    lea.look("02-filiere-confirmee")
    assert lea.fits_a_phone()

    # Amine shows himself to his filière, and now they share one
    page = lea.go("/my/directory?search=régie son")
    lea.reads("Amine Benali")
    lea.look("03-annuaire")
    assert lea.fits_a_phone()
    page.get_by_role("link", name="Amine Benali").click()
    lea.reads("Régie son pour la scène et la rue")
    lea.look("04-une-fiche")
    text = page.inner_text("main")
    assert "@" not in text
    assert "Rue des Artisans" not in text
    # he did not release this one
    assert "Dix ans de tournées" not in text
    assert "Régie lumière" not in text


def test_others_read_only_what_she_released(person):
    amine = person("amine")
    entries = amine.call(
        "smart.directory.entry",
        "search_read",
        [("name", "=", "Léa Lambert")],
        fields=["name", "headline", "skill_ids"],
    )
    assert [entry["name"] for entry in entries] == ["Léa Lambert"]
    # the headline was released to her filière, the skills to nobody
    assert entries[0]["headline"] == "Création lumière pour le spectacle"
    assert entries[0]["skill_ids"] == []
    page = amine.go("/my/directory?search=lumière")
    assert page.get_by_text("Léa Lambert").count() == 1

    sofie = person("sofie")
    page = sofie.go("/my/directory?search=Léa Lambert")
    assert page.get_by_text("Création lumière").count() == 1


def test_leaving_the_directory_is_one_click(person):
    amine, sofie = person("amine"), person("sofie")
    page = amine.go("/my/directory?search=Sofie")
    address = page.get_by_role("link", name="Sofie Peeters").get_attribute("href")
    sofie.go("/my/member").get_by_role("button", name="Quitter l'annuaire").click()
    sofie.reads("Vous avez quitté l'annuaire")
    assert amine.page.goto(amine.address + address).status == 404
