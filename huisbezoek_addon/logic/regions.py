"""Which school vacations a place follows (C2, A1).

The Netherlands have three vacation regions. Most provinces lie in one; the
exceptions are municipalities and, after mergers, single towns. The regions
follow the regulation on school vacations with the mergers of municipalities
since. A place that is not listed is not guessed, nor is a name that lies in
two regions: the school chooses, and may always choose otherwise.
"""

NORTH, MIDDLE, SOUTH = "north", "middle", "south"

#: Municipalities and the towns that schools name as their place.
_PLACES = {
    NORTH: """
        Groningen: Appingedam, Delfzijl, Eemsdelta, Groningen, Het Hogeland,
        Hoogezand, Leek, Loppersum, Marum, Midden-Groningen, Oldambt, Oude Pekela,
        Pekela, Stadskanaal, Ter Apel, Uithuizen, Veendam, Westerkwartier,
        Westerwolde, Winschoten, Winsum, Zuidhorn
        Friesland: Achtkarspelen, Ameland, Bolsward, Buitenpost, Burgum, Dantumadiel,
        De Fryske Marren, Dokkum, Drachten, Franeker, Gorredijk, Harlingen,
        Heerenveen, Joure, Leeuwarden, Lemmer, Noardeast-Fryslân, Ooststellingwerf,
        Opsterland, Schiermonnikoog, Smallingerland, Sneek, Súdwest-Fryslân,
        Terschelling, Tytsjerksteradiel, Vlieland, Waadhoeke, Weststellingwerf,
        Wolvega, Workum
        Drenthe: Aa en Hunze, Assen, Beilen, Borger, Borger-Odoorn, Coevorden,
        De Wolden, Diever, Eelde, Emmen, Gieten, Hoogeveen, Meppel, Midden-Drenthe,
        Noordenveld, Roden, Tynaarlo, Vries, Westerveld, Zuidlaren
        Overijssel: Almelo, Borne, Dalfsen, Denekamp, Deventer, Dinkelland, Enschede,
        Genemuiden, Goor, Haaksbergen, Hardenberg, Hellendoorn, Hengelo,
        Hof van Twente, Holten, Kampen, Losser, Nijverdal, Oldenzaal, Olst,
        Olst-Wijhe, Ommen, Ootmarsum, Raalte, Rijssen, Rijssen-Holten, Staphorst,
        Steenwijk, Steenwijkerland, Tubbergen, Twenterand, Vriezenveen, Wierden,
        Wijhe, Zwartewaterland, Zwartsluis, Zwolle
        Flevoland: Almere, Dronten, Emmeloord, Lelystad, Noordoostpolder, Urk
        Noord-Holland: Aalsmeer, Alkmaar, Amstelveen, Amsterdam, Badhoevedorp,
        Beverwijk, Blaricum, Bloemendaal, Bussum, Castricum, Den Helder, Diemen,
        Dijk en Waard, Drechterland, Duivendrecht, Edam, Edam-Volendam, Enkhuizen,
        Gooise Meren, Haarlem, Haarlemmermeer, Heemskerk, Heemstede, Heerhugowaard,
        Heiloo, Hilversum, Hollands Kroon, Hoofddorp, Hoorn, Huizen, IJmuiden,
        Koggenland, Landsmeer, Medemblik, Monnickendam, Naarden, Nieuw-Vennep,
        Oostzaan, Opmeer, Ouder-Amstel, Ouderkerk aan de Amstel, Purmerend, Schagen,
        Stede Broec, Texel, Uitgeest, Uithoorn, Velsen, Volendam, Waterland, Weesp,
        Wijdemeren, Wormer, Wormerland, Zaandam, Zaanstad, Zandvoort
        Gelderland: Hattem
        Utrecht: Abcoude, Baambrugge, Eemnes
    """,
    MIDDLE: """
        Flevoland: Zeewolde
        Utrecht: Amersfoort, Baarn, Bilthoven, Breukelen, Bunnik, Bunschoten,
        De Bilt, Doorn, Driebergen-Rijsenburg, Houten, IJsselstein, Leerdam, Leusden,
        Lopik, Maarssen, Mijdrecht, Montfoort, Nieuwegein, Oudewater, Renswoude,
        Rhenen, Soest, Stichtse Vecht, Utrecht, Utrechtse Heuvelrug, Veenendaal,
        Vianen, Vijfheerenlanden, Vinkeveen, Wijk bij Duurstede, Wilnis, Woerden,
        Woudenberg, Zeist
        Zuid-Holland: 's-Gravenhage, 's-Gravenzande, Alblasserdam, Albrandswaard,
        Alphen aan den Rijn, Barendrecht, Bergschenhoek, Berkel en Rodenrijs,
        Bleiswijk, Bodegraven, Bodegraven-Reeuwijk, Brielle, Capelle aan den IJssel,
        Delft, Den Haag, Dordrecht, Goeree-Overflakkee, Gorinchem, Gouda,
        Hardinxveld-Giessendam, Hellevoetsluis, Hendrik-Ido-Ambacht, Hillegom,
        Hoeksche Waard, Kaag en Braassem, Katwijk, Krimpen aan den IJssel,
        Krimpenerwaard, Lansingerland, Leiden, Leiderdorp, Leidschendam,
        Leidschendam-Voorburg, Lisse, Maassluis, Middelharnis, Midden-Delfland,
        Molenlanden, Naaldwijk, Nieuwerkerk aan den IJssel, Nieuwkoop, Nissewaard,
        Noordwijk, Nootdorp, Oegstgeest, Oud-Beijerland, Papendrecht, Pijnacker,
        Pijnacker-Nootdorp, Reeuwijk, Ridderkerk, Rotterdam, Sassenheim, Schiedam,
        Schoonhoven, Sliedrecht, Spijkenisse, Teylingen, Vlaardingen, Voorburg,
        Voorhout, Voorne aan Zee, Voorschoten, Waddinxveen, Wassenaar, Westland,
        Zoetermeer, Zoeterwoude, Zuidplas, Zwijndrecht
        Gelderland: 's-Heerenberg, Aalten, Apeldoorn, Barneveld, Berkelland, Borculo,
        Bronckhorst, Brummen, Buren, Culemborg, Doetinchem, Ede, Eibergen, Elburg,
        Epe, Ermelo, Geldermalsen, Groenlo, Harderwijk, Heerde, Kesteren,
        Lichtenvoorde, Lochem, Neede, Nijkerk, Nunspeet, Ochten, Oldebroek,
        Oost Gelre, Opheusden, Oude IJsselstreek, Putten, Scherpenzeel, Tiel, Twello,
        Ulft, Vaassen, Voorst, Vorden, Wageningen, West Betuwe, Winterswijk, Zelhem,
        Zutphen
        Noord-Brabant: Almkerk, Sleeuwijk, Werkendam, Wijk en Aalburg, Woudrichem
    """,
    SOUTH: """
        Zeeland: Borsele, Goes, Hulst, Kapelle, Middelburg, Noord-Beveland, Oostburg,
        Reimerswaal, Schouwen-Duiveland, Sluis, Terneuzen, Tholen, Veere, Vlissingen,
        Yerseke, Zierikzee
        Noord-Brabant: 's-Hertogenbosch, Alphen-Chaam, Asten, Baarle-Nassau,
        Bergeijk, Bergen op Zoom, Bernheze, Best, Bladel, Boekel, Boxmeer, Boxtel,
        Breda, Budel, Cranendonck, Cuijk, Den Bosch, Deurne, Dongen, Drimmelen,
        Dussen, Eersel, Eindhoven, Etten-Leur, Geertruidenberg, Geldrop,
        Geldrop-Mierlo, Gemert, Gemert-Bakel, Gilze en Rijen, Goirle, Halderberge,
        Hank, Heesch, Heeze, Heeze-Leende, Helmond, Heusden, Hilvarenbeek, Kaatsheuvel,
        Laarbeek, Land van Cuijk, Loon op Zand, Maashorst, Made, Meierijstad, Mierlo,
        Moerdijk, Nuenen, Oirschot, Oisterwijk, Oosterhout, Oss, Oudenbosch,
        Reusel-De Mierden, Rijen, Roosendaal, Rucphen, Schijndel, Sint-Michielsgestel,
        Someren, Son en Breugel, Steenbergen, Tilburg, Uden, Valkenswaard, Veghel,
        Veldhoven, Vught, Waalre, Waalwijk, Woensdrecht, Zevenbergen, Zundert
        Limburg: Beekdaelen, Beesel, Brunssum, Echt, Echt-Susteren, Eijsden,
        Eijsden-Margraten, Geleen, Gennep, Gulpen-Wittem, Heerlen, Horst,
        Horst aan de Maas, Kerkrade, Landgraaf, Leudal, Maasgouw, Maastricht,
        Meerssen, Mook en Middelaar, Nederweert, Panningen, Peel en Maas, Roerdalen,
        Roermond, Simpelveld, Sittard, Sittard-Geleen, Stein, Susteren, Vaals,
        Valkenburg aan de Geul, Venlo, Venray, Voerendaal, Weert
        Gelderland: Arnhem, Bemmel, Berg en Dal, Beuningen, Didam, Dodewaard,
        Doesburg, Druten, Duiven, Groesbeek, Heumen, Huissen, Lingewaard, Maasdriel,
        Nijmegen, Oosterbeek, Overbetuwe, Renkum, Rheden, Rozendaal,
        West Maas en Waal, Westervoort, Wijchen, Zaltbommel, Zevenaar
    """,
}


def _normalize(place: str) -> str:
    """Return the place without case, spaces and signs: 'Den Haag' is 'denhaag'."""
    return "".join(char for char in place.casefold() if char.isalnum())


def _read_places() -> dict[str, str]:
    """Return the region by normalized place."""
    regions = {}
    for region, text in _PLACES.items():
        for line in text.splitlines():
            _province, _colon, names = line.rpartition(": ")
            regions |= {_normalize(name): region for name in names.split(",")}
    regions.pop("", None)
    return regions


_REGIONS = _read_places()


def propose_region(place: str) -> str | None:
    """Return the vacation region of a Dutch place, or None if it is not known."""
    return _REGIONS.get(_normalize(place))
