/// A way of naming people, with the lists its names are drawn from.
enum Culture: CaseIterable, Sendable {
    case english, hispanic, chinese, cantonese, taiwanese, korean, vietnamese, japanese, french
    case polish, ukrainian, russian, jewish, italian, german, nordic, southAsian, punjabi
    case persian, arabic, filipino, portuguese, greek, ethiopian, hmong, burmese

    var women: [String] {
        switch self {
        case .english: NameLists.englishWomen
        case .hispanic: NameLists.hispanicWomen
        case .chinese: NameLists.chineseWomen
        case .cantonese: NameLists.cantoneseWomen
        case .taiwanese: NameLists.taiwaneseWomen
        case .korean: NameLists.koreanWomen
        case .vietnamese: NameLists.vietnameseWomen
        case .japanese: NameLists.japaneseWomen
        case .french: NameLists.frenchWomen
        case .polish: NameLists.polishWomen
        case .ukrainian, .russian: NameLists.slavicWomen
        case .jewish: NameLists.jewishWomen
        case .italian: NameLists.italianWomen
        case .german: NameLists.germanWomen
        case .nordic: NameLists.nordicWomen
        case .southAsian: NameLists.southAsianWomen
        case .punjabi: NameLists.punjabiGiven
        case .persian: NameLists.persianWomen
        case .arabic: NameLists.arabicWomen
        case .filipino: NameLists.filipinoWomen
        case .portuguese: NameLists.portugueseWomen
        case .greek: NameLists.greekWomen
        case .ethiopian: NameLists.ethiopianWomen
        case .hmong: NameLists.hmongGiven
        case .burmese: NameLists.burmeseNames
        }
    }

    var men: [String] {
        switch self {
        case .english: NameLists.englishMen
        case .hispanic: NameLists.hispanicMen
        case .chinese: NameLists.chineseMen
        case .cantonese: NameLists.cantoneseMen
        case .taiwanese: NameLists.taiwaneseMen
        case .korean: NameLists.koreanMen
        case .vietnamese: NameLists.vietnameseMen
        case .japanese: NameLists.japaneseMen
        case .french: NameLists.frenchMen
        case .polish: NameLists.polishMen
        case .ukrainian, .russian: NameLists.slavicMen
        case .jewish: NameLists.jewishMen
        case .italian: NameLists.italianMen
        case .german: NameLists.germanMen
        case .nordic: NameLists.nordicMen
        case .southAsian: NameLists.southAsianMen
        case .punjabi: NameLists.punjabiGiven
        case .persian: NameLists.persianMen
        case .arabic: NameLists.arabicMen
        case .filipino: NameLists.filipinoMen
        case .portuguese: NameLists.portugueseMen
        case .greek: NameLists.greekMen
        case .ethiopian: NameLists.ethiopianMen
        case .hmong: NameLists.hmongGiven
        case .burmese: NameLists.burmeseNames
        }
    }

    var families: [String] {
        switch self {
        case .english: NameLists.englishFamilies
        case .hispanic: NameLists.hispanicFamilies
        case .chinese: NameLists.chineseFamilies
        case .cantonese: NameLists.cantoneseFamilies
        case .taiwanese: NameLists.taiwaneseFamilies
        case .korean: NameLists.koreanFamilies
        case .vietnamese: NameLists.vietnameseFamilies
        case .japanese: NameLists.japaneseFamilies
        case .french: NameLists.frenchFamilies
        case .polish: NameLists.polishFamilies
        case .ukrainian: NameLists.ukrainianFamilies
        case .russian: NameLists.russianFamilies
        case .jewish: NameLists.jewishFamilies
        case .italian: NameLists.italianFamilies
        case .german: NameLists.germanFamilies
        case .nordic: NameLists.nordicFamilies
        case .southAsian: NameLists.southAsianFamilies
        case .punjabi: NameLists.punjabiFamilies
        case .persian: NameLists.persianFamilies
        case .arabic: NameLists.arabicFamilies
        case .filipino: NameLists.filipinoFamilies
        case .portuguese: NameLists.portugueseFamilies
        case .greek: NameLists.greekFamilies
        case .ethiopian: NameLists.ethiopianFamilies
        case .hmong: NameLists.hmongFamilies
        case .burmese: NameLists.burmeseNames
        }
    }

    /// The language most of those so named speak besides the country's, by its BCP 47 code.
    var language: String? {
        switch self {
        case .english, .italian: nil
        case .hispanic: "es"
        case .chinese, .taiwanese: "zh"
        case .cantonese: "yue"
        case .korean: "ko"
        case .vietnamese: "vi"
        case .japanese: "ja"
        case .french: "fr"
        case .polish: "pl"
        case .ukrainian: "uk"
        case .russian: "ru"
        case .jewish: "he"
        case .german: "de"
        case .nordic: nil
        case .southAsian: "hi"
        case .punjabi: "pa"
        case .persian: "fa"
        case .arabic: "ar"
        case .filipino: "tl"
        case .portuguese: "pt"
        case .greek: "el"
        case .ethiopian: "am"
        case .hmong: "hmn"
        case .burmese: "my"
        }
    }

    /// How probably that language is spoken.
    var languageChance: Double {
        switch self {
        case .chinese, .taiwanese, .cantonese, .korean, .vietnamese, .french, .burmese: 0.9
        case .jewish, .german, .greek: 0.2
        case .polish, .portuguese, .filipino, .japanese: 0.65
        default: 0.75
        }
    }
}

enum NameLists {
    private static func names(_ text: String) -> [String] {
        text.split { $0 == "\n" || $0 == "," }
            .map { name in
                let start = name.firstIndex { $0 != " " } ?? name.endIndex
                return String(name[start...])
            }
    }

    static let englishWomen = names(
        """
        Abigail, Adele, Alice, Amanda, Amy, Andrea, Angela, Anna, Annette, April, Audrey, Barbara
        Beatrice, Bethany, Beverly, Brenda, Bridget, Brooke, Caitlin, Camille, Carla, Carol
        Caroline, Cassandra, Catherine, Charlotte, Cheryl, Claire, Clara, Colleen, Constance
        Cynthia, Danielle, Dawn, Deborah, Denise, Diana, Donna, Dorothy, Ebony, Edith, Eileen
        Eleanor, Elise, Elizabeth, Ella, Ellen, Emily, Emma, Erica, Erin, Esther, Evelyn, Faith
        Felicia, Fiona, Frances, Gail, Georgia, Gillian, Ginger, Glenda, Gloria, Grace, Gwendolyn
        Hannah, Harriet, Hazel, Heather, Helen, Hillary, Holly, Imani, Irene, Iris, Ivy, Jacqueline
        Jane, Janet, Janice, Jasmine, Jean, Jennifer, Jessica, Jill, Joan, Jocelyn, Joyce, Judith
        Julia, June, Karen, Katherine, Kathleen, Kayla, Keisha, Kelly, Kendra, Kerry, Kimberly
        Lacey, Latoya, Laura, Lauren, Leah, Leslie, Lillian, Linda, Lois, Lorraine, Louise, Lucy
        Lydia, Mabel, Madeline, Maeve, Margaret, Marian, Marlene, Martha, Maureen, Maxine, Megan
        Melanie, Melissa, Meredith, Miranda, Molly, Monica, Nadine, Nancy, Naomi, Natalie, Nell
        Nicole, Nora, Olive, Olivia, Opal, Paige, Pamela, Patricia, Paula, Penelope, Phoebe
        Phyllis, Priscilla, Rachel, Rebecca, Renee, Rhonda, Roberta, Robin, Rosalind, Rosemary, Ruth
        Sabrina, Sally, Samantha, Sandra, Sarah, Shannon, Sharon, Sheila, Shelby, Sophie, Stacy
        Stephanie, Susan, Sylvia, Tamara, Tara, Teresa, Tessa, Theodora, Tiffany, Tracy, Vanessa
        Vera, Veronica, Violet, Virginia, Vivian, Wendy, Willa, Yvonne, Zoe
        """
    )

    static let englishMen = names(
        """
        Aaron, Adam, Adrian, Alan, Albert, Alexander, Allen, Andrew, Anthony, Arthur, Austin
        Barry, Benjamin, Bernard, Blake, Bradley, Brandon, Brendan, Brian, Bruce, Bryce, Calvin
        Carl, Cedric, Charles, Christopher, Clarence, Clayton, Clifford, Cody, Colin, Conor, Corey
        Craig, Curtis, Dale, Damian, Daniel, Darnell, Darren, David, Dean, Dennis, Derek, Desmond
        Donald, Douglas, Duncan, Dustin, Dwight, Earl, Edgar, Edward, Eli, Elliott, Eric, Ethan
        Eugene, Evan, Felix, Floyd, Francis, Franklin, Frederick, Garrett, Gary, Geoffrey, George
        Gerald, Gilbert, Glenn, Gordon, Graham, Grant, Gregory, Harold, Harvey, Henry, Howard, Hugh
        Ian, Isaac, Ivan, Jack, Jacob, Jamal, James, Jared, Jason, Jeffrey, Jeremy, Jerome, Joel
        John, Jonathan, Joseph, Joshua, Julian, Justin, Keith, Kenneth, Kevin, Kirk, Kyle, Lamar
        Lance, Lawrence, Leonard, Leroy, Lewis, Lloyd, Logan, Louis, Lucas, Malcolm, Marcus, Mark
        Martin, Marvin, Mason, Matthew, Maxwell, Melvin, Michael, Miles, Mitchell, Morgan, Nathan
        Neil, Nicholas, Nigel, Noah, Norman, Oliver, Oscar, Owen, Patrick, Paul, Perry, Peter
        Philip, Quentin, Ralph, Raymond, Reginald, Rex, Richard, Robert, Rodney, Roger, Roland
        Ronald, Ross, Roy, Russell, Ryan, Samuel, Scott, Sean, Seth, Shane, Simon, Spencer, Stanley
        Stephen, Steven, Stuart, Terrence, Theodore, Thomas, Timothy, Todd, Travis, Trevor, Tyler
        Vernon, Victor, Vincent, Wade, Walter, Warren, Wayne, Wesley, William, Zachary
        """
    )

    static let englishFamilies = names(
        """
        Abbott, Ackerley, Alderton, Allardyce, Ames, Ashdown, Atwater, Ayers, Bainbridge, Baldry
        Banks, Barlow, Barnaby, Barrow, Bates, Beckwith, Bell, Bellweather, Benbow, Bickford
        Birchall, Blackwood, Blakely, Bonner, Booker, Bowdler, Boyd, Bracken, Bradshaw, Brannigan
        Briscoe, Brockway, Brown, Buckley, Burdett, Burnside, Butterfield, Byers, Caldwell
        Callaway, Cardwell, Carmichael, Carver, Chadwick, Chambers, Chilton, Clapham, Clark
        Clayborne, Cobb, Colfax, Collier, Cooper, Copeland, Corrigan, Cotter, Coulter, Cowdrey
        Crabtree, Crawford, Crenshaw, Crowley, Culpepper, Dalrymple, D'Arcy, Davenport, Davis
        Dawson, Deering, Delaney, Dempsey, Dewhurst, Dobbins, Donnelly, Dorsey, Drummond, Dunleavy
        Dunn, Eastwood, Eckersley, Edgerton, Ellington, Elwood, Everly, Fairbanks, Fairweather
        Farnsworth, Fenwick, Finch, Finnegan, Fitzgerald, Fleetwood, Forsythe, Foster, Frost
        Fulton, Gainsford, Gallagher, Garside, Gentry, Gilchrist, Glover, Goodwin, Gracey, Granger
        Green, Greenleaf, Griffith, Grimshaw, Hadley, Hale, Halloran, Hampton, Hargrove, Harlow
        Hartley, Haverford, Hawkins, Hawthorne, Hayes, Heathcote, Henderson, Hennessy, Hightower
        Hobart, Holcomb, Holloway, Hollis, Hopkins, Horsfall, Howell, Huckaby, Huxtable, Ingersoll
        Ingram, Jackson, Jefferies, Johnson, Jones, Keating, Kellaway, Kendrick, Kincaid, Kirkland
        Lafferty, Lancaster, Landry, Langford, Larkin, Latimer, Lawton, Ledbetter, Lindley
        Lockwood, Loomis, Lovelace, Lowry, MacAllister, MacDougall, Mackenzie, Maddox, Mallory
        Marlowe, Mayfield, McAllister, McBride, McCafferty, McCormick, McDermott, McEwan, McGarry
        McKinnon, McNamara, Meadows, Merriweather, Middleton, Milburn, Miller, Monroe, Montague
        Moody, Moore, Mulligan, Murdoch, Nettleton, Newcomb, Nightingale, Northcott, Oakley
        O'Brien, O'Connell, O'Dwyer, O'Hara, O'Keefe, O'Malley, O'Shea, O'Sullivan, Osgood, Overton
        Paget, Palmer, Parrish, Patterson, Peabody, Pemberton, Pendleton, Penhallow, Pettigrew
        Pickering, Pomeroy, Prescott, Prewitt, Pruitt, Quigley, Quimby, Radcliffe, Rafferty
        Ramsay, Randolph, Ravenscroft, Redfern, Reed, Renshaw, Ridgeway, Riley, Roberts, Rockwell
        Rollins, Rowntree, Rutherford, Sadler, Sanderson, Satterfield, Savage, Saxton, Sewell
        Shackleford, Sheffield, Sheridan, Sherwood, Shipley, Simmons, Sinclair, Skelton, Slater
        Smith, Somerville, Spalding, Stackhouse, Standish, Stanhope, Sterling, Stoddard, Stokes
        Strickland, Sutcliffe, Sutherland, Swann, Tanner, Tate, Taylor, Templeton, Tennant
        Thackeray, Thistlewood, Thomas, Thorndike, Thornton, Tilden, Treadwell, Tremaine, Tuttle
        Underhill, Upshaw, Vance, Vaughn, Wadsworth, Wainwright, Wakefield, Walden, Walker
        Washburn, Washington, Waverly, Weatherby, Webb, Welles, Wentworth, Westbrook, Wetherell
        Whitaker, Whitcomb, Whitfield, Whitlock, Wilkes, Williams, Willoughby, Winslow, Winthrop
        Woodruff, Worthington, Wycliffe, Yardley, Yates
        """
    )

    static let hispanicWomen = names(
        """
        Adriana, Alejandra, Alicia, Ana, Ángela, Beatriz, Carmen, Catalina, Cecilia, Claudia
        Consuelo, Daniela, Dolores, Elena, Esperanza, Fernanda, Gabriela, Graciela, Guadalupe
        Inés, Isabel, Josefina, Juana, Leticia, Lourdes, Lucía, Luz, Magdalena, Marcela, María
        María José, Marisol, Marta, Mercedes, Mónica, Natalia, Paloma, Paz, Pilar, Raquel, Rocío
        Rosa, Silvia, Sofía, Soledad, Susana, Teresa, Valeria, Verónica, Ximena, Yolanda
        """
    )

    static let hispanicMen = names(
        """
        Alberto, Alejandro, Andrés, Ángel, Antonio, Armando, Arturo, Carlos, César, Cristóbal
        Diego, Eduardo, Emilio, Enrique, Esteban, Felipe, Fernando, Francisco, Gerardo, Guillermo
        Héctor, Hugo, Ignacio, Iván, Javier, Jesús, Joaquín, Jorge, José, Juan, Julio, Lorenzo
        Luis, Manuel, Marcos, Mario, Martín, Mateo, Miguel, Nicolás, Óscar, Pablo, Pedro, Rafael
        Ramón, Raúl, Ricardo, Roberto, Rodrigo, Salvador, Santiago, Sergio, Tomás, Vicente
        """
    )

    static let hispanicFamilies = names(
        """
        Acosta, Aguilar, Alvarado, Álvarez, Arellano, Arroyo, Barrera, Beltrán, Bermúdez
        Calderón, Camacho, Cárdenas, Carrillo, Castañeda, Castillo, Cervantes, Chávez, Cisneros
        Contreras, Córdova, Cortés, de la Cruz, de la Torre, del Río, Delgado, Díaz, Domínguez
        Durán, Escobar, Espinoza, Estrada, Fernández, Figueroa, Flores, Fuentes, Galindo, Gallegos
        García, Garza, Gómez, González, Guerrero, Gutiérrez, Hernández, Herrera, Ibarra, Jiménez
        Juárez, Lara, León, López, Lozano, Luna, Maldonado, Márquez, Martínez, Medina, Mejía
        Méndez, Mendoza, Mercado, Miranda, Molina, Montoya, Morales, Muñoz, Navarro, Núñez, Ochoa
        Orozco, Ortega, Ortiz, Pacheco, Padilla, Peña, Pérez, Quintero, Ramírez, Ramos, Reyes
        Rentería, Ríos, Rivera, Robles, Rodríguez, Rojas, Romero, Rosales, Ruiz, Salazar, Salinas
        Sánchez, Sandoval, Santiago, Serrano, Solís, Soto, Suárez, Tapia, Torres, Trujillo
        Valdez, Valencia, Vargas, Vásquez, Vega, Velasco, Villarreal, Zamora, Zepeda, Zúñiga
        """
    )

    static let chineseWomen = names(
        """
        Aihua, Bing, Chunhua, Chunmei, Cuiping, Dan, Fang, Fengxia, Guihua, Guizhen, Hong, Hongmei
        Hua, Hui, Huifang, Huiling, Jiahui, Jianhua, Jiaying, Jie, Jing, Jingwen, Jingyi, Juan, Jun
        Lan, Lei, Li, Lifang, Lihong, Lihua, Lijuan, Lin, Ling, Liping, Liqin, Mei, Meihua, Meiling
        Meizhen, Min, Na, Ping, Qian, Qing, Qiuyue, Qiong, Rong, Ruolan, Shuhua, Shufen, Shuzhen
        Siyu, Ting, Wanying, Wei, Weiwei, Wenjing, Xia, Xiang, Xiaodan, Xiaofang, Xiaohong, Xiaoli
        Xiaoling, Xiaomei, Xiaoyan, Xinyi, Xiu, Xiulan, Xiuying, Xue, Xuemei, Yan, Yanhong
        Yanling, Yaqin, Yi, Yifan, Yin, Ying, Yinghua, Yue, Yuhan, Yulan, Yumei, Yun, Yuting
        Yuzhen, Zhen, Zhihui, Zihan, Zhuo
        """
    )

    static let chineseMen = names(
        """
        Aiguo, Bin, Bo, Changming, Chao, Chenglong, Chuan, Dawei, Dong, Fei, Feng, Gang, Guangming
        Guanghui, Guoqiang, Guowei, Hai, Haitao, Hao, Haoran, He, Hongwei, Huaming, Jiahao, Jian
        Jianguo, Jianjun, Jianping, Jiawei, Jin, Jingming, Jun, Junjie, Kai, Kang, Lei, Liang
        Ming, Minghua, Mingwei, Peng, Pengfei, Qiang, Rui, Shaohua, Sheng, Shijie, Song, Tao
        Tianyu, Wei, Weidong, Weiguo, Weiming, Wen, Wenbin, Xiang, Xiaobo, Xiaodong, Xiaofeng
        Xiaogang, Xin, Xiong, Xuesong, Yang, Yi, Yifei, Yong, Yonggang, Yongjun, Yu, Yuan, Yuchen
        Yunlong, Zhe, Zhen, Zheng, Zhenhua, Zhi, Zhigang, Zhihong, Zhiqiang, Zhiwei, Zhong
        """
    )

    static let chineseFamilies = names(
        """
        Bai, Bao, Cai, Cao, Chang, Chen, Cheng, Cui, Dai, Deng, Ding, Dong, Dou, Du, Duan, Fan
        Fang, Feng, Fu, Gao, Ge, Gong, Gu, Guan, Guo, Han, Hao, He, Hou, Hu, Hua, Huang, Ji, Jia
        Jiang, Jin, Kang, Kong, Lai, Lei, Li, Liang, Liao, Lin, Liu, Long, Lu, Luo, Lü, Ma, Mao
        Meng, Mo, Niu, Ouyang, Pan, Peng, Qian, Qiao, Qin, Qiu, Ren, Shao, Shen, Shi, Sima, Song
        Su, Sun, Tan, Tang, Tao, Tian, Wan, Wang, Wei, Wen, Wu, Xia, Xiang, Xiao, Xie, Xing, Xiong
        Xu, Xue, Yan, Yang, Yao, Ye, Yi, Yin, Yu, Yuan, Zeng, Zhai, Zhang, Zhao, Zheng, Zhong
        Zhou, Zhu, Zhuang, Zou
        """
    )

    static let cantoneseWomen = names(
        """
        Ching Man, Hoi Yan, Ka Man, Ka Yee, Kit Ling, Lai Kuen, Lai Ming, Mei Fong, Mei Yee
        Miu Ling, Oi Lin, Pui Shan, Pui Yee, Sau Ching, Sau Lan, Shuk Fan, Siu Ling, Siu Mei
        Suet Ying, Sze Wan, Tsz Ching, Wai Chun, Wai Ling, Wing Sze, Wing Yan, Yee Man, Yuen Ling
        Yuk Ping
        """
    )

    static let cantoneseMen = names(
        """
        Chi Keung, Chi Ming, Chi Wai, Chun Kit, Hin Fung, Ho Yin, Hon Man, Ka Fai, Ka Ho, Ka Wai
        Kam Wing, Kar Lok, Kin Man, King Sang, Kwok Wai, Man Ho, Ming Fai, Ping Kwong, Shing Fai
        Siu Kei, Tak Ming, Wai Hung, Wai Kit, Wai Lun, Wing Kin, Yat Sing, Yiu Wah
        """
    )

    static let cantoneseFamilies = names(
        """
        Au, Au-Yeung, Chan, Chau, Cheng, Cheung, Chiu, Choi, Chow, Chu, Chung, Fong, Fung, Ho, Hui
        Ip, Kwan, Kwok, Kwong, Lai, Lam, Lau, Lee, Leung, Li, Liu, Lo, Lui, Luk, Ma, Mak, Mok, Ng
        Ngai, Poon, Pun, Siu, So, Szeto, Tam, Tang, Tong, Tsang, Tse, Tsui, Wan, Wong, Woo, Yau
        Yee, Yeung, Yip, Yiu, Yu, Yuen
        """
    )

    static let taiwaneseWomen = names(
        """
        Chia-Hui, Chia-Ling, Chiao-Yu, Hsiao-Ching, Hsiao-Ping, Hsin-Yi, Hsiu-Chen, Hsiu-Mei
        Hui-Chun, Hui-Ju, I-Chun, Li-Hua, Mei-Chu, Mei-Hui, Mei-Yun, Pei-Chi, Pei-Ling, Pei-Shan
        Shu-Chen, Shu-Fen, Shu-Hui, Ssu-Ying, Tzu-Yun, Wan-Ju, Wen-Ling, Ya-Ting, Yi-Chen, Yu-Hsuan
        """
    )

    static let taiwaneseMen = names(
        """
        Cheng-Han, Chi-Hung, Chia-Wei, Chien-Hung, Chih-Ming, Ching-Hsiang, Chun-Chieh, Chun-Hsien
        Chung-Yi, Guan-Ting, Hao-Wei, Hsin-Hung, Jui-Chang, Kuo-Hua, Ming-Che, Po-Han, Shih-Wei
        Tsung-Han, Wei-Lun, Wen-Hsiung, Yi-Hsiang, Yu-Cheng, Yung-Chang
        """
    )

    static let taiwaneseFamilies = names(
        """
        Chang, Chao, Chen, Cheng, Chiang, Chien, Chiu, Chou, Chu, Chuang, Fang, Hsiao, Hsieh, Hsu
        Hsueh, Huang, Hung, Kao, Ko, Kuo, Lai, Lee, Liao, Lin, Liu, Lo, Lu, Pai, Peng, Shih, Su
        Sung, Teng, Tsai, Tseng, Tung, Wang, Wei, Weng, Wu, Yang, Yeh, Yen, You, Yu
        """
    )

    static let koreanWomen = names(
        """
        Ara, Bora, Bo-ram, Chae-won, Da-hye, Eun-hee, Eun-ji, Eun-jung, Eun-young, Ga-young
        Hae-sook, Ha-eun, Hana, Hee-jin, Hye-jin, Hye-kyung, Hyo-jin, Hyun-ah, Hyun-joo, In-sook
        Jee-young, Ji-eun, Ji-hye, Ji-min, Ji-won, Jung-ah, Jung-hee, Kyung-ah, Kyung-hee, Mi-kyung
        Mi-ran, Mi-sook, Myung-hee, Na-ri, Sang-mi, Seo-yeon, Seul-gi, So-hee, So-yeon, Soo-bin
        Soo-jin, Soo-kyung, Soon-ja, Sun-hee, Sun-young, Won-hee, Yeon-joo, Yoo-jin, Yoon-ah
        Young-ae, Young-mi, Young-sook
        """
    )

    static let koreanMen = names(
        """
        Beom-seok, Byung-chul, Chang-ho, Chang-min, Chul-soo, Dae-hyun, Do-hyun, Dong-hyun
        Dong-wook, Eun-woo, Gi-tae, Ha-joon, Hee-chul, Ho-jin, Hyun-soo, Hyun-woo, In-ho, Jae-hyun
        Jae-won, Jae-young, Ji-ho, Ji-hoon, Jin-ho, Jin-woo, Jong-hyun, Joon-ho, Joon-young
        Jun-seo, Jung-ho, Jung-soo, Ki-hoon, Kwang-ho, Kyu-hyun, Kyung-soo, Min-ho, Min-jun
        Min-soo, Myung-soo, Sang-chul, Sang-hoon, Sang-woo, Seok-jin, Seung-ho, Seung-hyun
        Seung-min, Sung-ho, Sung-min, Tae-hyung, Tae-yang, Woo-jin, Woo-sung, Yong-ho, Young-ho
        Young-jae, Young-soo
        """
    )

    static let koreanFamilies = names(
        """
        Ahn, Bae, Baek, Bang, Byun, Cha, Chang, Cho, Choe, Choi, Chu, Chun, Chung, Do, Eom, Gil
        Gong, Ha, Ham, Han, Heo, Hong, Hwang, Im, Jang, Jeon, Jeong, Jin, Jo, Joo, Jung, Kang, Kim
        Ko, Koo, Kwak, Kwon, Lee, Lim, Min, Moon, Na, Nam, Namgung, No, Noh, Oh, Paik, Park, Rhee
        Ryu, Seo, Shim, Shin, Sohn, Song, Suh, Sung, Um, Wang, Won, Woo, Yang, Yeo, Yi, Yoo, Yoon
        You
        """
    )

    static let vietnameseWomen = names(
        """
        Anh, Bích, Châu, Chi, Cúc, Diễm, Diệp, Dung, Duyên, Giang, Hà, Hạnh, Hằng, Hiền, Hoa, Hoài
        Hồng, Huệ, Hương, Khánh, Kim, Lan, Liên, Linh, Loan, Ly, Mai, Minh, My, Nga, Ngân, Ngọc
        Nguyệt, Nhung, Như, Oanh, Phương, Phượng, Quyên, Quỳnh, Tâm, Thanh, Thảo, Thi, Thu, Thủy
        Thúy, Tiên, Trang, Trâm, Trinh, Trúc, Tuyết, Uyên, Vân, Vy, Xuân, Yến
        """
    )

    static let vietnameseMen = names(
        """
        An, Bảo, Bình, Chương, Công, Cường, Danh, Duy, Dũng, Đạt, Đông, Đức, Giáp, Hải, Hiếu, Hòa
        Hoàng, Huy, Hùng, Hưng, Khải, Khang, Khoa, Kiên, Lâm, Lộc, Long, Lực, Mạnh, Minh, Nam
        Nghĩa, Nguyên, Nhân, Phát, Phong, Phú, Phúc, Quân, Quang, Quốc, Quý, Sang, Sơn, Tài, Tân
        Thái, Thắng, Thành, Thịnh, Thọ, Tiến, Toàn, Trí, Trung, Tuấn, Tùng, Vinh, Vũ
        """
    )

    static let vietnameseFamilies = names(
        """
        Bùi, Cao, Châu, Chu, Diệp, Dương, Đào, Đặng, Đinh, Đoàn, Đỗ, Hà, Hồ, Hoàng, Huỳnh, Kiều
        La, Lâm, Lê, Lê, Lương, Lưu, Lý, Mai, Ngô, Nguyễn, Nguyễn, Nguyễn, Nguyễn, Nguyễn, Nguyễn
        Ông, Phạm, Phạm, Phan, Phùng, Quách, Tạ, Tăng, Thái, Tô, Tôn, Trần, Trần, Trần, Triệu
        Trịnh, Trương, Từ, Văn, Võ, Vũ, Vương
        """
    )

    static let japaneseWomen = names(
        """
        Ai, Akari, Akemi, Akiko, Asami, Ayaka, Ayumi, Chie, Chiyo, Emi, Eriko, Fumiko, Hana
        Harumi, Haruka, Hiroko, Hitomi, Junko, Kaori, Kazuko, Keiko, Kiyomi, Kumiko, Kyoko, Maiko
        Mami, Mariko, Masako, Mayumi, Megumi, Michiko, Midori, Miho, Miki, Minako, Misaki, Mitsuko
        Miyuki, Nana, Naoko, Natsumi, Noriko, Reiko, Rie, Rumi, Sachiko, Saori, Satoko, Sayuri
        Setsuko, Shizuka, Sumiko, Takako, Tomoko, Yasuko, Yoko, Yoshiko, Yui, Yukari, Yuko, Yumi
        """
    )

    static let japaneseMen = names(
        """
        Akihiro, Akio, Atsushi, Daisuke, Eiji, Fumio, Goro, Hajime, Haruki, Hideki, Hideo, Hiro
        Hiroshi, Hiroyuki, Isamu, Jiro, Junichi, Kaito, Katsuo, Kazuhiro, Kazuo, Keisuke, Ken
        Kenichi, Kenji, Kenta, Koichi, Koji, Makoto, Masahiro, Masao, Masashi, Minoru, Mitsuo
        Naoki, Noboru, Nobuo, Osamu, Ren, Ryo, Ryota, Satoshi, Shigeru, Shin, Shinji, Shoji, Sota
        Susumu, Tadashi, Takashi, Takeshi, Takuya, Tatsuya, Tetsuo, Toru, Toshio, Yasuo, Yoshiaki
        Yoshio, Yuji, Yutaka
        """
    )

    static let japaneseFamilies = names(
        """
        Abe, Aoki, Arai, Araki, Asano, Baba, Chiba, Doi, Endo, Fujii, Fujimoto, Fujita, Fukuda
        Goto, Hamada, Hara, Hasegawa, Hashimoto, Hayashi, Higuchi, Hirano, Hirose, Honda, Hori
        Ichikawa, Igarashi, Iida, Ikeda, Imai, Inoue, Ishida, Ishii, Ishikawa, Ito, Iwasaki, Kaneko
        Kato, Kawaguchi, Kawasaki, Kikuchi, Kimura, Kinoshita, Kitamura, Kobayashi, Kojima, Kondo
        Kono, Kubo, Kudo, Maeda, Maruyama, Masuda, Matsuda, Matsui, Matsumoto, Matsuo, Miura
        Miyamoto, Miyazaki, Mizuno, Mori, Morita, Murakami, Murata, Nagai, Nakagawa, Nakajima
        Nakamura, Nakano, Nakayama, Nishimura, Noda, Noguchi, Nomura, Ogawa, Oishi, Okada, Okamoto
        Onishi, Ono, Ota, Otsuka, Ōyama, Saito, Sakai, Sakamoto, Sasaki, Sato, Shibata, Shimada
        Shimizu, Sugawara, Sugimoto, Sugiyama, Suzuki, Takada, Takagi, Takahashi, Takeda, Takeuchi
        Tamura, Tanaka, Taniguchi, Uchida, Ueda, Ueno, Wada, Watanabe, Yagi, Yamada, Yamaguchi
        Yamamoto, Yamashita, Yamazaki, Yokoyama, Yoshida
        """
    )

    static let frenchWomen = names(
        """
        Adèle, Agathe, Amélie, Andrée, Anne, Anne-Sophie, Annick, Audrée, Aurélie, Béatrice
        Bénédicte, Brigitte, Camille, Caroline, Catherine, Cécile, Céline, Chantal, Chloé
        Christiane, Claudine, Colette, Danielle, Delphine, Édith, Élise, Élodie, Émilie, Estelle
        Ève, Florence, France, Françoise, Frédérique, Gabrielle, Geneviève, Ginette, Guylaine
        Hélène, Huguette, Isabelle, Jacinthe, Jeannine, Joëlle, Josée, Julie, Karine, Laurence
        Line, Lise, Louise, Lucie, Madeleine, Manon, Marianne, Marie-Andrée, Marie-Claude
        Marie-Ève, Marie-Josée, Marie-Pier, Marthe, Mélanie, Michèle, Mireille, Monique, Nathalie
        Noémie, Océane, Odette, Pascale, Pauline, Raphaëlle, Rachel, Renée, Rose-Marie, Roxane
        Sabine, Simone, Solange, Stéphanie, Suzanne, Sylvie, Thérèse, Valérie, Véronique, Viviane
        Yolande, Zoé
        """
    )

    static let frenchMen = names(
        """
        Adrien, Alain, Alexandre, André, Antoine, Armand, Arnaud, Benoît, Bernard, Bertrand, Bruno
        Charles-Antoine, Christian, Claude, Clément, Cédric, Damien, Denis, Dominique, Édouard
        Émile, Éric, Étienne, Félix, Fernand, François, Frédéric, Gaétan, Gérald, Gérard, Germain
        Ghislain, Gilles, Grégoire, Guillaume, Guy, Hubert, Hugo, Jacques, Jean, Jean-François
        Jean-Guy, Jean-Philippe, Jérôme, Joël, Julien, Laurent, Léo, Loïc, Luc, Marc, Marc-André
        Marcel, Mathieu, Maxime, Mathis, Michel, Normand, Olivier, Pascal, Patrice, Paul, Philippe
        Pierre, Pierre-Luc, Raymond, Réal, Régis, Rémi, René, Robert, Roger, Samuel, Sébastien
        Serge, Simon, Stéphane, Sylvain, Théo, Thierry, Tristan, Vincent, Xavier, Yann, Yves
        """
    )

    static let frenchFamilies = names(
        """
        Allard, Archambault, Arsenault, Asselin, Aubé, Audet, Beauchamp, Beaudoin, Beaulieu
        Bédard, Béland, Bélanger, Bergeron, Bernier, Bérubé, Bilodeau, Blais, Blanchette, Boisvert
        Bolduc, Bouchard, Boucher, Boudreau, Bourgeois, Boutin, Breton, Brisson, Bussière, Caron
        Champagne, Charbonneau, Charron, Chartrand, Choquette, Cloutier, Comeau, Côté, Courchesne
        Couture, Cyr, Daigle, Dallaire, Demers, Deschênes, Desjardins, Desrosiers, Dion, D'Amours
        Doucet, Drouin, Dubé, Dubois, Dufour, Dufresne, Duguay, Dumont, Dupont, Dupuis, Duquette
        Fontaine, Forget, Fortier, Fortin, Fournier, Gagné, Gagnon, Gauthier, Gendron, Gervais
        Giguère, Girard, Giroux, Godbout, Goulet, Gravel, Grenier, Guay, Hamel, Hébert, Houle
        Jacques, Jobin, Jolicœur, Jutras, Labbé, Labelle, Labrecque, Lachance, Lacroix, Laflamme
        Lafontaine, Lafrenière, Lalonde, Lambert, Landry, Langevin, Langlois, Lapierre, Lapointe
        Laporte, Larivière, Larouche, Lavallée, Laverdière, Lavoie, Leblanc, Leclerc, Lecompte
        Lefebvre, Legault, Lemay, Lemieux, Lessard, L'Écuyer, L'Heureux, Lévesque, Mailhot, Marchand
        Marcoux, Martel, Ménard, Mercier, Michaud, Moreau, Morin, Nadeau, Ouellet, Ouellette
        Paquette, Paradis, Parent, Pelletier, Perreault, Perron, Picard, Pilon, Plante, Plourde
        Poirier, Poulin, Proulx, Provencher, Racine, Rancourt, Renaud, Richard, Rioux, Robitaille
        Rousseau, Roy, Saint-Amour, Savard, Séguin, Simard, Sirois, St-Pierre, Tanguay, Tessier
        Thériault, Thibault, Tremblay, Trottier, Trudel, Turcotte, Vachon, Vaillancourt, Veilleux
        Verreault, Vézina, Villeneuve
        """
    )

    static let polishWomen = names(
        """
        Agata, Agnieszka, Alicja, Aneta, Anna, Barbara, Beata, Bożena, Danuta, Dorota, Elżbieta
        Ewa, Grażyna, Halina, Hanna, Irena, Iwona, Jadwiga, Joanna, Jolanta, Justyna, Kasia
        Katarzyna, Krystyna, Lidia, Magdalena, Małgorzata, Maria, Marta, Monika, Renata, Sylwia
        Teresa, Urszula, Wanda, Zofia
        """
    )

    static let polishMen = names(
        """
        Adam, Andrzej, Bartosz, Bogdan, Czesław, Dariusz, Grzegorz, Henryk, Jacek, Jan, Janusz
        Jarosław, Jerzy, Kazimierz, Krzysztof, Leszek, Łukasz, Maciej, Marcin, Marek, Mariusz
        Michał, Mirosław, Paweł, Piotr, Rafał, Robert, Roman, Stanisław, Sławomir, Tadeusz, Tomasz
        Wiesław, Wojciech, Zbigniew
        """
    )

    static let polishFamilies = names(
        """
        Adamczyk, Bąk, Baran, Bielecki, Chmiel, Czarnecki, Dąbrowski, Dudek, Duda, Gajda, Głowacki
        Górski, Grabowski, Jabłoński, Janik, Jankowski, Jaworski, Kaczmarek, Kamiński, Kołodziej
        Kowalczyk, Kowalski, Kozłowski, Krawczyk, Krupa, Kucharski, Kwiatkowski, Lewandowski
        Majewski, Malinowski, Marciniak, Mazur, Michalski, Nowak, Nowicki, Olszewski, Ostrowski
        Pawlak, Pawłowski, Pietrzak, Piotrowski, Rutkowski, Sadowski, Sikora, Sokołowski, Stępień
        Szczepański, Szymański, Tomaszewski, Walczak, Wieczorek, Wiśniewski, Wojciechowski, Wójcik
        Woźniak, Wróbel, Wysocki, Zając, Zalewski, Zawadzki, Zieliński
        """
    )

    static let slavicWomen = names(
        """
        Alina, Alla, Anastasia, Daria, Ekaterina, Elena, Galina, Halyna, Inna, Irina, Iryna, Kateryna
        Ksenia, Larisa, Larysa, Lesia, Liudmyla, Lyubov, Marina, Maryna, Nadia, Natalia, Nataliya
        Nina, Oksana, Olena, Olga, Olha, Polina, Raisa, Sofiya, Svetlana, Svitlana, Tamara, Tatiana
        Tetiana, Valentina, Vera, Viktoriya, Yana, Yaroslava, Yulia, Zinaida, Zoya
        """
    )

    static let slavicMen = names(
        """
        Aleksandr, Aleksei, Anatoly, Andrei, Andriy, Anton, Artem, Bohdan, Boris, Borys, Denys
        Dmitri, Dmytro, Evgeny, Fedor, Gennady, Grigory, Igor, Ihor, Ilya, Ivan, Kirill, Kostiantyn
        Leonid, Maksym, Mikhail, Mykhailo, Mykola, Nikolai, Oleg, Oleh, Oleksandr, Pavel, Petro
        Roman, Ruslan, Sergei, Serhiy, Stanislav, Stepan, Taras, Vadim, Valery, Vasyl, Viktor
        Vitaly, Vladimir, Volodymyr, Yaroslav, Yuri, Yuriy
        """
    )

    static let ukrainianFamilies = names(
        """
        Antonenko, Babenko, Bilyk, Bondar, Bondarenko, Boyko, Chernenko, Danylenko, Demchuk
        Dmytrenko, Fedorenko, Franchuk, Hnatiuk, Honchar, Honcharenko, Hrytsenko, Ivanchuk
        Kharchenko, Klymenko, Kolomiets, Koval, Kovalchuk, Kovalenko, Kozak, Kravchenko, Kravchuk
        Kushnir, Lysenko, Lytvyn, Marchenko, Martyniuk, Melnyk, Mykhailenko, Nazarenko, Oliynyk
        Onyshchenko, Ostapchuk, Palamarchuk, Panchenko, Pavlenko, Petrenko, Polishchuk, Ponomarenko
        Romanchuk, Rudenko, Savchenko, Savchuk, Semeniuk, Shevchuk, Shvets, Stetsenko, Symonenko
        Tkach, Tkachenko, Tkachuk, Tymchuk, Vasylenko, Voronenko, Yaremchuk, Yurchenko, Zaichenko
        """
    )

    static let russianFamilies = names(
        """
        Belkin, Belov, Bogdan, Borodin, Burak, Chernov, Davidenko, Efremov, Fomin, Galkin, Gorin
        Gurevich, Kagan, Kalinin, Karpov, Kogan, Korolev, Krasnov, Kuznets, Lapin, Larin, Levitin
        Lukin, Malinin, Markov, Medvedko, Morozko, Naumov, Nikitin, Orlov, Osipov, Pashkin, Pavlov
        Rybak, Rodin, Sobol, Sorokin, Stolyar, Titov, Vinokur, Volkov, Voronin, Yakovlev, Zaytsev
        """
    )

    static let jewishWomen = names(
        """
        Abby, Adina, Aliza, Ariel, Aviva, Batya, Chana, Chaya, Dahlia, Deborah, Dina, Elana, Hadassah
        Ilana, Leora, Maya, Michal, Miriam, Naomi, Nechama, Noa, Orly, Rachel, Rina, Rivka, Ruth
        Shira, Shoshana, Sivan, Tali, Talia, Tamar, Yael, Yaffa, Zipporah
        """
    )

    static let jewishMen = names(
        """
        Aaron, Alon, Amos, Ari, Asher, Avi, Avram, Benjamin, Daniel, David, Dov, Eitan, Eli, Ezra
        Gideon, Hillel, Ira, Isaac, Jonah, Joshua, Levi, Meir, Micah, Moshe, Nathan, Noam, Reuben
        Ron, Samuel, Saul, Seth, Shai, Tzvi, Uri, Yaakov, Yoav
        """
    )

    static let jewishFamilies = names(
        """
        Abramowitz, Adler, Appelbaum, Aronson, Ben-Ami, Ben-David, Berkowitz, Bernstein, Blum
        Brodsky, Cohen, Dreyfuss, Edelman, Eisenberg, Epstein, Feinberg, Feldman, Finkelstein
        Fishbein, Friedman, Glassman, Goldberg, Goldfarb, Goldman, Goodkind, Greenbaum, Grossman
        Halpern, Hirsch, Horowitz, Kaplan, Katz, Kessler, Klein, Kravitz, Lapidus, Lerner, Levin
        Levy, Lieberman, Mandelbaum, Margolis, Mendelsohn, Nussbaum, Perlman, Pinsky, Rabinowitz
        Rosen, Rosenberg, Rosenthal, Rubin, Sandler, Schechter, Shapiro, Siegel, Silverman
        Sokoloff, Spector, Strauss, Wasserman, Weinberg, Weiss, Zimmerman, Zuckerman
        """
    )

    static let italianWomen = names(
        """
        Adriana, Alessandra, Angela, Antonella, Bianca, Carla, Chiara, Claudia, Concetta, Cristina
        Daniela, Elena, Francesca, Gabriella, Gianna, Giulia, Isabella, Laura, Lia, Lucia, Luisa
        Marcella, Maria, Nicoletta, Paola, Rita, Rosanna, Silvana, Stella, Teresa, Valentina
        """
    )

    static let italianMen = names(
        """
        Aldo, Alessandro, Angelo, Antonio, Carlo, Dante, Dino, Domenic, Emilio, Enzo, Fabio, Franco
        Gino, Giorgio, Giovanni, Giuseppe, Guido, Lorenzo, Luca, Marco, Mario, Massimo, Nico
        Paolo, Pietro, Renato, Rocco, Salvatore, Sandro, Vito
        """
    )

    static let italianFamilies = names(
        """
        Agostino, Barbieri, Basile, Bellini, Benedetti, Bianchi, Bruno, Caputo, Carbone, Caruso
        Colombo, Conti, Costa, D'Agostino, D'Amico, D'Angelo, De Luca, De Santis, Di Stefano
        DiCostanzo, Esposito, Fabbri, Ferrara, Ferrari, Fontana, Galli, Gallo, Gentile, Giordano
        Grasso, Greco, Guerra, Leone, Lombardi, Longo, Mancini, Marchetti, Mariani, Marino, Martini
        Mazza, Monti, Moretti, Orlando, Palumbo, Parisi, Pellegrini, Rinaldi, Riva, Rizzo, Romano
        Rossetti, Rossi, Russo, Sala, Santoro, Serra, Silvestri, Testa, Valentini, Vitale
        """
    )

    static let germanWomen = names(
        """
        Anke, Annelise, Astrid, Birgit, Brigitte, Carla, Christa, Claudia, Elke, Elsa, Erika, Eva
        Franziska, Frieda, Gerda, Gisela, Greta, Gudrun, Hannelore, Heidi, Heike, Helga, Hilde
        Ilse, Inge, Ingrid, Johanna, Karin, Katja, Lieselotte, Lotte, Margarete, Monika, Petra
        Renate, Sabine, Sigrid, Silke, Susanne, Trudy, Ursula, Ute
        """
    )

    static let germanMen = names(
        """
        Albrecht, Bernd, Bruno, Christoph, Claus, Conrad, Detlef, Dieter, Dirk, Erich, Ernst, Frank
        Friedrich, Fritz, Georg, Gerhard, Gunther, Günter, Hans, Hans-Peter, Heinz, Helmut, Holger
        Horst, Jörg, Jürgen, Karl, Klaus, Kurt, Lars, Lothar, Manfred, Markus, Matthias, Otto, Rainer
        Rolf, Rudolf, Stefan, Theo, Uwe, Volker, Walter, Werner, Wolfgang
        """
    )

    static let germanFamilies = names(
        """
        Ackermann, Albrecht, Altmann, Bauer, Baumgartner, Becker, Bergmann, Böhm, Brandt, Braun
        Busch, Dietrich, Eberhardt, Engel, Ernst, Falk, Fischer, Frank, Friedrich, Fuchs
        Gärtner, Geiger, Graf, Groß, Günther, Haas, Hahn, Hartmann, Heinrich, Herrmann, Hoffmann
        Huber, Jäger, Kaiser, Keller, Kirsch, Koch, Köhler, König, Krämer, Kraus, Krüger, Kuhn, Lang
        Lehmann, Lorenz, Ludwig, Maier, Meyer, Möller, Müller, Neumann, Oppenheim, Pfeiffer, Pohl
        Reinhardt, Richter, Ritter, Roth, Sauer, Schäfer, Schmidt, Schneider, Scholz, Schröder
        Schubert, Schulz, Schuster, Schwarz, Seidel, Sommer, Stein, Steinbach, Thiel, Ulrich
        van den Berg, van der Meer, Vogel, Vogt, von Arx, Wagner, Weber, Winkler, Ziegler
        """
    )

    static let nordicWomen = names(
        """
        Agneta, Anita, Anneli, Astrid, Berit, Birgitta, Britt, Ebba, Elin, Elsa, Eva, Freja, Frida
        Gerd, Greta, Gunilla, Hanne, Hedda, Helle, Inga, Ingeborg, Kari, Karin, Kirsten, Kristin
        Lena, Liv, Maja, Marit, Mette, Saga, Signe, Sigrid, Silje, Siri, Solveig, Sunniva, Tove
        Turid, Ulla, Vibeke, Ylva
        """
    )

    static let nordicMen = names(
        """
        Anders, Arne, Axel, Bengt, Birger, Bjørn, Carsten, Egil, Einar, Erik, Finn, Fredrik, Geir
        Göran, Gunnar, Gustav, Håkon, Halvor, Hans, Henrik, Jens, Jesper, Jørgen, Kjell, Kristian
        Lars, Leif, Magnus, Mats, Mikkel, Niels, Nils, Odd, Olav, Ole, Per, Rasmus, Rolf, Rune
        Sigurd, Søren, Stig, Svein, Sven, Tor, Torbjørn, Ulf
        """
    )

    static let nordicFamilies = names(
        """
        Åberg, Ågesen, Andersson, Aune, Bakken, Berg, Berglund, Bergström, Bjerke, Blomqvist, Dahl
        Dahlgren, Eide, Ekström, Eliassen, Engström, Foss, Fredriksen, Gulbrandsen, Gustafson, Haugen
        Hedlund, Hegland, Heikkinen, Holmberg, Holm, Iversen, Jacobsen, Jensen, Johansen, Karlsson
        Kjeldsen, Knudsen, Korhonen, Lindberg, Lindgren, Lindholm, Lindqvist, Lund, Lundgren, Mäkinen
        Moen, Mortensen, Myhre, Nielsen, Nieminen, Nordstrom, Nygård, Nyström, Öberg, Olsen, Ødegård
        Østby, Pedersen, Rasmussen, Sandberg, Sjöberg, Skaar, Skoglund, Solberg, Sørensen, Strand
        Strøm, Svendsen, Sundberg, Thorsen, Torgersen, Ulvestad, Vik, Virtanen, Wahlberg, Westlund
        """
    )

    static let southAsianWomen = names(
        """
        Aarti, Aditi, Amrita, Ananya, Anita, Anjali, Asha, Bhavna, Chitra, Deepa, Divya, Gayatri
        Geeta, Indira, Jaya, Kalpana, Kamala, Kavita, Lakshmi, Lata, Leela, Madhuri, Meena, Meera
        Nandini, Neha, Nisha, Pallavi, Padma, Pooja, Preeti, Priya, Radha, Rekha, Renuka, Rupa
        Sangeeta, Sarita, Savita, Shanti, Shobha, Sita, Smita, Sneha, Sudha, Sunita, Swati, Uma
        Usha, Vandana, Vidya
        """
    )

    static let southAsianMen = names(
        """
        Abhijit, Aditya, Ajay, Akash, Amit, Anand, Anil, Arjun, Arun, Ashok, Bharat, Chandra
        Deepak, Dinesh, Ganesh, Girish, Gopal, Harish, Hemant, Jagdish, Karthik, Kiran, Krishna
        Mahesh, Manoj, Mohan, Mukesh, Naveen, Nikhil, Pankaj, Pradeep, Prakash, Rahul, Raj, Rajesh
        Rakesh, Ravi, Rohan, Sachin, Sandeep, Sanjay, Satish, Shankar, Sunil, Suresh, Tarun, Uday
        Vijay, Vikram, Vinod, Vivek
        """
    )

    static let southAsianFamilies = names(
        """
        Acharya, Agarwal, Amin, Anand, Bajaj, Banerjee, Bhandari, Bhatt, Bhattacharya, Bose
        Chakraborty, Chandrasekaran, Chatterjee, Chaudhary, Das, Desai, Deshpande, Dutta, Ganguly
        Ghosh, Gokhale, Gopalakrishnan, Gupta, Iyer, Jain, Jayawardena, Joshi, Kamath, Kapoor
        Karki, Khanna, Kulkarni, Kumar, Malhotra, Mehta, Menon, Mishra, Mukherjee, Murthy, Nair
        Naik, Narayan, Pandey, Parekh, Patel, Patil, Perera, Pillai, Prasad, Raman, Ranganathan
        Rao, Reddy, Saxena, Sen, Shah, Sharma, Shetty, Shrestha, Singhania, Sinha, Srinivasan
        Subramaniam, Tamang, Thapa, Thakur, Trivedi, Varma, Venkataraman, Vyas
        """
    )

    static let punjabiGiven = names(
        """
        Amandeep, Amarjit, Balbir, Baljit, Daljit, Gurdeep, Gurinder, Gurpreet, Harbhajan, Hardeep
        Harjit, Harleen, Harpreet, Inderjit, Jagdeep, Jaspreet, Jasmeet, Jaswinder, Karamjit
        Kuldeep, Kulwinder, Lakhbir, Mandeep, Manjit, Manpreet, Navdeep, Navjot, Parminder, Pawan
        Prabhjot, Rajinder, Ramandeep, Ranjit, Ravinder, Rupinder, Sandeep, Sarbjit, Satinder
        Simranjit, Sukhdeep, Surinder, Tejinder
        """
    )

    static let punjabiFamilies = names(
        """
        Atwal, Aulakh, Bains, Bajwa, Basra, Bhullar, Brar, Chahal, Cheema, Deol, Dhaliwal, Dhillon
        Gill, Grewal, Hayer, Hundal, Johal, Kahlon, Kang, Khangura, Mahal, Mangat, Mann, Nijjar
        Pannu, Parmar, Purewal, Randhawa, Rai, Sahota, Samra, Sandhu, Sangha, Sekhon, Sidhu, Sohal
        Takhar, Thind, Toor, Uppal, Virk
        """
    )

    static let persianWomen = names(
        """
        Afsaneh, Azadeh, Azar, Banafsheh, Behnaz, Elaheh, Elham, Farah, Farzaneh, Fereshteh
        Forough, Golnaz, Haleh, Homa, Jaleh, Katayoun, Laleh, Ladan, Leila, Mahin, Mahnaz, Mahsa
        Maryam, Mina, Mitra, Nahid, Narges, Nasrin, Niloufar, Parisa, Parvin, Roya, Samira, Sepideh
        Shadi, Shahla, Shirin, Simin, Soraya, Taraneh, Yasaman, Zahra, Ziba
        """
    )

    static let persianMen = names(
        """
        Alireza, Amir, Arash, Ardeshir, Babak, Bahram, Behrouz, Bijan, Cyrus, Dariush, Farhad
        Farshid, Hamid, Hooman, Hossein, Iraj, Jamshid, Kamran, Kaveh, Kian, Kourosh, Majid, Mansour
        Masoud, Mehdi, Mehrdad, Mohsen, Nader, Navid, Omid, Payam, Pedram, Ramin, Reza, Rostam
        Saeed, Shahin, Siavash, Sohrab, Touraj
        """
    )

    static let persianFamilies = names(
        """
        Afshar, Ahmadi, Alavi, Amini, Ansari, Asadi, Azimi, Bagheri, Bahrami, Daneshvar, Davari
        Ebrahimi, Eftekhari, Esfahani, Farahani, Farrokhzad, Ghanbari, Ghasemi, Golestani, Hakimi
        Hashemi, Heidari, Hosseini, Jafari, Jalali, Kamali, Karimi, Kashani, Kazemi, Khorasani
        Kiani, Mahdavi, Mansouri, Mirzaei, Moradi, Mousavi, Nazari, Nikpour, Pahlevani, Parsa
        Rahimi, Rahmani, Rastegar, Rostami, Sadeghi, Salehi, Samadi, Shariati, Shirazi, Soltani
        Tabatabai, Tavakoli, Yazdani, Zand, Zarei
        """
    )

    static let arabicWomen = names(
        """
        Aisha, Amal, Amina, Amira, Basma, Dalal, Dina, Fadia, Farida, Fatima, Ghada, Hala, Hanan
        Huda, Iman, Jamila, Khadija, Lamia, Layla, Lina, Mariam, Maysa, Mona, Nada, Nadia, Najwa
        Noor, Rana, Rania, Rim, Safa, Salma, Samar, Samia, Sana, Suha, Widad, Yasmin, Zeinab
        """
    )

    static let arabicMen = names(
        """
        Adel, Ahmad, Amin, Anwar, Bashir, Bilal, Elias, Fadi, Faisal, Farid, Fouad, George, Ghassan
        Habib, Hakim, Hassan, Ibrahim, Imad, Issam, Jamal, Karim, Khaled, Mahmoud, Majid, Marwan
        Mounir, Nabil, Nasser, Omar, Rachid, Rafiq, Rami, Riad, Salim, Sami, Tarek, Walid, Yousef, Ziad
        """
    )

    static let arabicFamilies = names(
        """
        Abboud, Abdallah, Abi-Nader, Al-Amin, Al-Hashimi, Al-Khatib, Assaf, Atallah, Awad, Aziz
        Bakri, Barakat, Bazzi, Ben Youssef, Bennani, Bishara, Boutros, Chahine, Daher, Dib, El Amrani
        El Fassi, El-Masri, Fakhoury, Farah, Farhat, Ghanem, Habib, Haddad, Hakim, Hamdan, Harb
        Idrissi, Jabbour, Kassem, Khalil, Khoury, Maalouf, Mansour, Matar, Mourad, Nader, Najjar
        Nasr, Rahal, Rizk, Saab, Sabbagh, Said, Salameh, Salloum, Sayegh, Shaheen, Tahan, Tawil
        Touma, Zaidan, Zogheib
        """
    )

    static let filipinoWomen = names(
        """
        Althea, Analyn, Angelica, Bernadette, Carmela, Cherry, Corazon, Cristina, Divina, Elvira
        Evangeline, Gemma, Glenda, Imelda, Jocelyn, Joy, Kristine, Liwayway, Ligaya, Lorna, Luzviminda
        Maricel, Maricris, Marites, Maribel, Mylene, Nenita, Precious, Rowena, Rosario, Sheila, Teresita
        """
    )

    static let filipinoMen = names(
        """
        Angelito, Arnel, Benedicto, Benigno, Crisanto, Danilo, Dennis, Edgardo, Eduardo, Efren
        Ernesto, Ferdinand, Florencio, Gerry, Jayson, Jericho, Jomar, Leandro, Marlon, Nestor, Noel
        Ramil, Reynaldo, Rodel, Rogelio, Rommel, Romulo, Ronnie, Virgilio, Wilfredo
        """
    )

    static let filipinoFamilies = names(
        """
        Abad, Aguinaldo, Alcantara, Aquino, Bautista, Buenaventura, Cabrera, Catacutan, Concepcion
        Cruz, Dalisay, de Guzman, de los Santos, Dela Cruz, Dimaculangan, Dizon, Evangelista, Gatdula
        Gonzales, Katigbak, Lacson, Legaspi, Macaraeg, Magbanua, Magsaysay, Manalo, Mangubat
        Mendoza, Ocampo, Pangilinan, Panganiban, Quizon, Salonga, San Jose, Santos, Sumulong
        Tolentino, Villanueva, Yap, Yuson
        """
    )

    static let portugueseWomen = names(
        """
        Alda, Amélia, Ana, Beatriz, Catarina, Cláudia, Conceição, Débora, Fátima, Fernanda, Filipa
        Graça, Helena, Inês, Isabel, Joana, Lúcia, Luísa, Madalena, Margarida, Mariana, Marta
        Natália, Odete, Patrícia, Raquel, Rita, Rosa, Sandra, Sílvia, Sónia, Susana, Tânia, Teresa
        """
    )

    static let portugueseMen = names(
        """
        Abel, Afonso, Alberto, Álvaro, André, António, Armando, Bento, Carlos, César, Daniel, David
        Duarte, Fernando, Filipe, Gonçalo, Henrique, Hugo, Jaime, João, Joaquim, Jorge, José, Luís
        Manuel, Mário, Miguel, Nuno, Paulo, Pedro, Rafael, Ricardo, Rui, Sérgio, Tiago, Vasco, Vítor
        """
    )

    static let portugueseFamilies = names(
        """
        Almeida, Alves, Amaral, Andrade, Antunes, Araújo, Azevedo, Barbosa, Barros, Brandão, Brito
        Cabral, Cardoso, Carneiro, Carvalho, Coelho, Correia, Couto, Cunha, da Costa, da Silva
        dos Santos, Esteves, Faria, Farinha, Fonseca, Freitas, Gonçalves, Leite, Lourenço, Machado
        Magalhães, Marques, Matos, Medeiros, Meireles, Melo, Monteiro, Moreira, Neves, Nogueira
        Oliveira, Pacheco, Pinheiro, Pires, Queirós, Rebelo, Resende, Salgado, Sequeira, Simões
        Sousa, Tavares, Teixeira, Vieira
        """
    )

    static let greekWomen = names(
        """
        Aikaterini, Alexandra, Anastasia, Angeliki, Calliope, Christina, Despina, Eleni, Evangelia
        Georgia, Ioanna, Irini, Kalliopi, Kyriaki, Maria, Paraskevi, Sofia, Stavroula, Vasiliki, Zoi
        """
    )

    static let greekMen = names(
        """
        Alexandros, Anastasios, Andreas, Christos, Demetrios, Dimitri, Efthimios, Evangelos
        Georgios, Ioannis, Konstantinos, Leonidas, Michalis, Nikolaos, Panagiotis, Petros, Spiros
        Stavros, Theodoros, Vasilios
        """
    )

    static let greekFamilies = names(
        """
        Alexopoulos, Anagnostou, Angelopoulos, Christodoulou, Christopoulos, Dimitriou, Economou
        Galanis, Georgiou, Iliopoulos, Ioannou, Karagiannis, Katsaros, Kostopoulos, Makris, Manolis
        Nikolaidis, Pappas, Papadakis, Papadimitriou, Papanikolaou, Petrakis, Samaras, Stavropoulos
        Theodorou, Triantafyllou, Vassilakis, Vlahos, Zervas
        """
    )

    static let ethiopianWomen = names(
        """
        Abeba, Almaz, Aster, Bethlehem, Birtukan, Eden, Emebet, Genet, Hirut, Kidist, Lemlem, Liya
        Mahlet, Makeda, Meaza, Meron, Mihret, Rahel, Saba, Selam, Seble, Senait, Tigist, Tsehay
        Yodit, Zewditu
        """
    )

    static let ethiopianMen = names(
        """
        Abebe, Alemayehu, Amanuel, Berhanu, Biruk, Dawit, Endale, Ermias, Fikru, Gebre, Getachew
        Girma, Haile, Kebede, Mekonnen, Mesfin, Mulugeta, Negash, Samson, Solomon, Tadesse, Tesfaye
        Wondwossen, Yared, Yohannes, Zerihun
        """
    )

    static let ethiopianFamilies = names(
        """
        Abera, Admasu, Asfaw, Assefa, Ayele, Bekele, Belay, Dagne, Demissie, Desta, Eshetu, Gebremariam
        Gebreselassie, Habte, Hailu, Kassa, Lemma, Mamo, Mengistu, Negussie, Sahle, Tekle, Tesfaye
        Tilahun, Tsegaye, Wolde, Woldemichael, Worku, Yimer, Zewde
        """
    )

    static let hmongGiven = names(
        """
        Bao, Chong, Chue, Dao, Gao, Houa, Kao, Kia, Ka Zoua, Lia, Mai, Mai See, May Lee, Mee, Nhia
        Pa Houa, Pa Nhia, Pao, Paj Ntaub, Sheng, Tou, True, Xai, Xeng, Yer, Ying, Youa, Zong
        """
    )

    static let hmongFamilies = names(
        """
        Chang, Cha, Fang, Hang, Her, Kong, Kue, Lee, Lor, Ly, Moua, Pha, Thao, Vang, Vue, Xiong
        Yang
        """
    )

    static let burmeseNames = names(
        """
        Thandar, Thiri, Khine, Sandar, Wutyi, Nilar, Ohnmar, Zarni, Kyawswa, Yadanar, Hnin, Myintzu
        """
    )
}
