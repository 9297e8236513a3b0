# Câu chữ tiếng Việt. Mỗi khóa có một câu tương ứng trong en.ftl với cùng các biến.

## Kết quả của tiêu chí

outcome-met = đạt
outcome-not_met = không đạt
outcome-needs_judgement = cần thẩm định
outcome-missing = thiếu số liệu
outcome-on_hold = tạm dừng
gates-met = đạt tất cả
gates-open = còn điều kiện chưa kết luận được
gates-not_met = có điều kiện không đạt
answer-yes = có
answer-no = không
provisional = *** TẠM TÍNH – số liệu còn lỗi; các ô có lỗi được coi là thiếu, số liệu trái quy tắc của kế hoạch vẫn tính như đã báo cáo ***
no-total = chưa có

## Mức độ của phát hiện

severity-error = lỗi
severity-warning = cảnh báo
severity-notice = lưu ý

## Vị trí trong tệp

place-row = dòng { $row }
place-column = cột { $column }
place-column-header = cột { $column } ({ $header })
figure-place = { $file }, dòng { $row }, cột { $column }

## Danh sách phát hiện

findings-none = Không có phát hiện nào: số liệu dùng được.
findings-counts = Tổng số: { $errors } lỗi, { $warnings } cảnh báo, { $notices } lưu ý.
findings-cut = Chỉ liệt kê { $shown } phát hiện đầu tiên trong tổng số { $total }.
finding-part-suggestions = {" "}Có phải là: { $text }?
finding-part-advice = {" "}{ $text }
finding-part-all_files = Tất cả tệp báo cáo
finding-part-breach-at_least = nhỏ hơn
finding-part-breach-more_than = không lớn hơn
finding-part-breach-at_most = lớn hơn
finding-part-breach-less_than = không nhỏ hơn
finding-part-breach-equal = khác

## Phát hiện: sai ở đâu, cần gì, làm gì

finding-answer-unknown = { $figure }: “{ $read }” không phải là câu trả lời. Hãy ghi “có” hoặc “không”.
finding-column-missing = Thiếu cột “{ $column }”. Hãy thêm cột này, hoặc sửa lại tiêu đề cho đúng tên.
finding-column-unknown = Cột này không có trong kế hoạch nên không được đọc.{ $suggestions }
finding-column-which_item = Cột “{ $metric }” chưa cho biết thuộc loại nào. Hãy ghi rõ một trong các mã: { $items }.
finding-column-without_header = Cột có giá trị nhưng không có tiêu đề nên không được đọc. Hãy ghi tiêu đề hoặc xóa cột.
finding-date-malformed = { $figure }: “{ $read }” không phải là ngày. Hãy ghi ngày/tháng/năm, không kèm giờ, ví dụ 23/05/2021.
finding-date-no_such_day = { $figure }: không có ngày “{ $read }” trong lịch. Hãy kiểm tra lại ngày, tháng.
finding-figure-appraised = { $figure }: điểm này do cơ quan thẩm định chấm, đơn vị không tự nhập. Hãy để trống ô.
finding-figure-corrected = { $figure }: báo cáo sau đã sửa từ { $before } thành { $after }; lấy giá trị sau.
finding-figure-duplicate = { $figure }: cùng một tệp ghi hai giá trị khác nhau, { $before } ở dòng { $first_row } và { $after } ở đây. Không lấy giá trị nào. Hãy chỉ giữ một giá trị.
finding-figure-not_expected = { $figure }: đơn vị cấp { $level } không có số liệu này. Hãy kiểm tra lại cột hoặc xóa giá trị.
finding-figure-not_withdrawn = { $figure }: báo cáo sau ghi “{ $read }”, nhưng số liệu { $kept } đã báo cáo vẫn được giữ. Nếu số đó sai, hãy ghi số đúng; nếu phải bỏ, hãy xóa khỏi tệp trước.
finding-figure-repeated = { $figure }: giá trị này đã được ghi ở dòng { $first_row }.
finding-figure-superseded = { $figure }: báo cáo nhận trước bị thay thế; giữ { $kept }, bỏ { $left_out }.
finding-file-choice_of_sheet = Trang tính chỉ chọn được cho tệp Excel (.xlsx), còn đây là tệp văn bản. Hãy để là tự nhận biết.
finding-file-choice_of_text = { $format ->
    [JSON] Tệp JSON không có bảng mã, dấu phân cách, dòng tiêu đề hay trang tính để chọn.
   *[other] Bảng mã và dấu phân cách chỉ chọn được cho tệp văn bản (CSV), còn đây là tệp { $format }.
} Hãy để là tự nhận biết.
finding-file-empty = Tệp không có dòng số liệu nào. Hãy kiểm tra đã chọn đúng tệp và đã lưu tệp chưa.
finding-file-encoding_other = Tệp được đọc bằng bảng mã { $chosen } như đã chọn, nhưng trông như { $recognised } và đọc như thế thì chữ khác. Hãy xem lại các chữ có dấu.
finding-file-sheet_unknown = Bảng tính không có trang “{ $read }” có số liệu. Các trang hiện có: { $sheets }.
finding-file-too_many = Quá nhiều tệp: một đợt thi đua nhận nhiều nhất { $limit } tệp. Hãy gộp các tệp lại.
finding-file-undecodable-chosen = Tệp không phải bảng mã { $encoding } như đã chọn: byte đầu tiên không phù hợp ở vị trí { $byte }, dòng { $line }. Hãy chọn bảng mã khác hoặc để tự nhận biết.
finding-file-undecodable-nul_byte = Tệp có ký tự rỗng (ở byte { $byte }) nên không đọc được như văn bản: có thể là “Unicode Text” (UTF-16) không có dấu đầu tệp, hoặc không phải tệp bảng. Với báo cáo CSV có thể chọn bảng mã UTF-16 khi đọc; hoặc hãy mở bằng Excel và lưu thành .xlsx hoặc “CSV UTF-8”.
finding-file-undecodable-tcvn3 = Tệp dùng bảng mã TCVN3 (ABC) nên không tự đọc được an toàn. Với báo cáo CSV có thể chọn bảng mã này khi đọc; hoặc hãy chuyển sang Unicode rồi lưu dưới dạng “CSV UTF-8” hoặc tệp Excel (.xlsx).
finding-file-undecodable-unknown = Không nhận ra bảng mã của tệp (byte đầu tiên không phù hợp ở vị trí { $byte }). Với báo cáo CSV có thể chọn bảng mã khi đọc; hoặc hãy lưu lại dưới dạng “CSV UTF-8” hoặc tệp Excel (.xlsx).
finding-file-undecodable-vni = Tệp dùng bảng mã VNI nên không tự đọc được an toàn. Với báo cáo CSV có thể chọn bảng mã này khi đọc; hoặc hãy chuyển sang Unicode rồi lưu dưới dạng “CSV UTF-8” hoặc tệp Excel (.xlsx).
finding-file-unreadable-spreadsheet = Không mở được bảng tính: { $reason }. Hãy mở tệp bằng Excel và lưu lại.
finding-file-unreadable-table = Không đọc được bảng: { $reason }. Hãy mở tệp bằng Excel và lưu lại dưới dạng “CSV UTF-8”.
finding-file-unreadable-broken_quote = Có dấu ngoặc kép mở ở dòng này mà không đóng. Hãy mở tệp bằng Excel, sửa ô đó và lưu lại.
finding-file-unreadable-cell_too_long = Ô dài quá { $limit } ký tự, thường do dấu ngoặc kép đặt sai chỗ. Hãy kiểm tra ô này.
finding-file-unreadable-json = JSON không đúng dạng báo cáo: { $reason }. Cần: figures, mỗi phần tử có unit, metric, item (khi số liệu được tách) và value là chuỗi.
finding-file-unreadable-other_format = { $format ->
    [XLS] Tệp Excel kiểu cũ (.xls) không đọc được: lưu lại thành .xlsx hoặc .csv.
   *[other] Đây là tệp { $format }, không phải bảng. Hãy lưu dưới dạng “CSV UTF-8” hoặc tệp Excel (.xlsx).
}
finding-file-unreadable-too_large = Bảng tính bung ra quá { $limit } byte nên không đọc. Hãy chia nhỏ tệp.
finding-file-unreadable-too_many_columns = Tệp có quá { $limit } cột. Hãy xóa các cột thừa.
finding-file-unreadable-too_many_rows = Tệp có quá { $limit } dòng. Hãy chia nhỏ tệp.
finding-formula-without_value = Công thức chưa có giá trị được lưu nên ô này bị coi là trống. Hãy mở tệp bằng chương trình bảng tính, lưu lại rồi nộp lại.
finding-header-not_found = Không tìm thấy dòng tiêu đề trong { $rows } dòng đầu. Dòng tiêu đề phải có cột mã hoặc tên đơn vị và các cột số liệu.{ $nearest ->
    [0] {""}
   *[other] {" "}Giống nhất là dòng { $nearest } (“{ $read }”)
}{ $recognised_count ->
    [0] {""}
   *[other] , nhận ra: { $recognised }
}{ $nearest ->
    [0] {""}
   *[other] .
}{ $suggestions }
finding-header-not_in_row = Dòng được chọn (“{ $read }”) không phải dòng tiêu đề. Dòng tiêu đề phải có cột mã hoặc tên đơn vị và các cột số liệu.{ $recognised_count ->
    [0] {""}
   *[other] {" "}Nhận ra: { $recognised }.
}{ $suggestions }
finding-header-row_blank = { $last ->
    [0] Dòng được chọn làm tiêu đề không có gì. Hãy chọn dòng khác hoặc để tự nhận biết.
   *[other] Dòng được chọn làm tiêu đề ở sau dòng cuối cùng có nội dung, là dòng { $last }. Hãy chọn dòng khác hoặc để tự nhận biết.
}
finding-header-two_columns = Hai cột cùng là “{ $meaning }”; cột kia là { $first }. Hãy xóa hoặc đổi tên một cột.
finding-hold-criterion_ambiguous = Có nhiều tiêu chí mang số hoặc tên “{ $read }”. Hãy ghi một trong các mã: { $choices }.
finding-hold-criterion_unknown = Tiêu chí “{ $read }” không có trong kế hoạch.{ $suggestions } Để trống nếu áp dụng cho cả đơn vị.
finding-hold-kind_unknown = “{ $read }” không phải là tạm dừng (hold) hay loại (exclude). Hãy ghi một trong hai.
finding-hold-reason_missing = Thiếu lý do. Mọi trường hợp tạm dừng hoặc loại đều phải ghi lý do.
finding-item-missing = Chỉ tiêu “{ $metric }” phải ghi rõ loại. Hãy ghi một trong các mã: { $items }.
finding-item-not_split = Chỉ tiêu “{ $metric }” không chia theo loại, nhưng ở đây ghi “{ $read }”. Hãy để trống ô này.
finding-item-unknown = Chỉ tiêu “{ $metric }” không có loại “{ $read }”. Hãy ghi một trong các mã: { $items }.
finding-judged-above_maximum = { $figure }: { $points } điểm, cao hơn mức tối đa { $maximum } của tiêu chí “{ $criterion }”. Hãy kiểm tra lại điểm chấm.
finding-metric-missing = Có giá trị nhưng không ghi chỉ tiêu. Hãy ghi mã hoặc tên chỉ tiêu.
finding-metric-no_column = Không tệp nào có cột cho số liệu cần để xét tiêu chí: { $metrics }{ $others ->
    [0] {""}
   *[other] {" "}và { $others } số liệu nữa
}.{ $suggestions }
finding-metric-unknown = Chỉ tiêu “{ $read }” không có trong kế hoạch.{ $suggestions }
finding-milestone-number_missing = { $figure }: đã có ngày nhưng chưa có “{ $document }”. Cần bổ sung số văn bản, hoặc giải trình vì sao không có.
finding-moment-malformed = { $figure }: “{ $read }” không phải là ngày giờ. Hãy ghi ngày/tháng/năm giờ:phút, ví dụ 23/05/2021 19:30.
finding-nomination-duplicate = Có thể trùng với { $others } (số sau dấu # là dòng trong tệp). Nếu là hai người khác nhau, cơ quan thẩm định sẽ xác nhận.
finding-nomination-limit = Quá số cá nhân mà đơn vị được đề cử cho hình thức “{ $read }”: { $limit }. Hãy bớt dòng, hoặc rút bớt đề cử đã gửi.
finding-nomination-refused = Giá trị của { $field } không dùng được. Cần: { $expected }.
finding-number-ambiguous = { $figure }: “{ $read }” có thể đọc theo hai cách (dấu chấm, phẩy là hàng nghìn hay thập phân) và cả tệp không cho biết chắc cách nào. Hãy cho biết cách ghi số: tùy chọn numbers = vi (1.234,5) hoặc numbers = en (1,234.5).
finding-number-fractional = { $figure }: “{ $read }” có phần thập phân, trong khi cần một số đếm nguyên. Hãy kiểm tra lại.
finding-number-malformed = { $figure }: “{ $read }” không phải là số. Hãy ghi lại, ví dụ 31.913 hoặc 31913.
finding-number-negative = { $figure }: “{ $read }” là số âm. Số liệu này không được nhỏ hơn 0.
finding-number-too_large = { $figure }: “{ $read }” lớn quá mức có thể. Hãy kiểm tra xem có gõ thừa chữ số không.
finding-number-too_precise = { $figure }: “{ $read }” có quá nhiều chữ số thập phân. Hãy ghi không quá 9 chữ số sau dấu phẩy.
finding-percentage-disagrees = { $figure }: ghi { $stated } %, nhưng { $part } trên { $whole } là { $truncated ->
    [same] { $rounded } %
   *[other] { $rounded } % (làm tròn) hoặc { $truncated } % (cắt bớt)
}. Kết quả được tính từ số đếm; hãy giải trình tỷ lệ đã ghi.
finding-percentage-maybe_fraction = { $figure }: “{ $read }” được hiểu là { $read } %, nhưng các đơn vị khác ghi trên 1 %. Nếu là tỷ lệ chia cho 1 (0,999 là 99,9 %), hãy ghi lại bằng phần trăm.
finding-percentage-out_of_range = { $figure }: “{ $read }” vượt quá 100 %. Hãy giải trình hoặc sửa lại.
finding-row-column_numbers = Dòng đánh số cột nên bỏ qua.
finding-row-received_later = Bỏ qua { $count } dòng nhận sau thời điểm { $as_of }.
finding-row-too_long = Dòng có { $cells } ô, trong khi tiêu đề chỉ có { $columns } cột. Có thể một giá trị chứa dấu phân cách mà không đặt trong ngoặc kép.
finding-row-total = Dòng tổng cộng, không tính là đơn vị.
finding-row-total_by_sum = Dòng này bằng tổng các dòng trên (cột { $columns }) nên được coi là dòng tổng cộng, không tính là đơn vị.
finding-row-total_differs = { $figure }: dòng tổng cộng ghi { $stated }, nhưng các dòng cộng lại được { $sum }. Hãy kiểm tra xem có thiếu đơn vị không.
finding-row-without_figures = Dòng không có đơn vị và không có số liệu nên bỏ qua.
finding-rule-broken = { $left }, { $breach } { $right }. Quy tắc của kế hoạch: { $rule }.{ $advice }
finding-rule-sum_of_children = { $figure }: ghi { $stated }, nhưng tổng của { $children } đơn vị trực thuộc là { $sum }.{ $advice }
finding-unit-ambiguous = “{ $read }” có thể là nhiều đơn vị. Hãy ghi đủ mã; các mã có thể là: { $choices }.
finding-unit-cluster_missing = Đơn vị { $unit } tham gia thi đua nhưng chưa có cụm. Hãy ghi cột { $column }.
finding-unit-code_duplicate = Mã đơn vị “{ $read }” đã có ở dòng { $first_row }. Mỗi đơn vị một mã.
finding-unit-code_missing = Thiếu mã đơn vị. Hãy ghi mã, giữ cả các số 0 ở đầu.
finding-unit-group_alike = “{ $read }” và “{ $other }” chỉ khác nhau ở dấu và được coi là hai tên khác nhau. Nếu là một, hãy ghi thống nhất.
finding-unit-leading_zero = Mã “{ $read }” được hiểu là { $code } (Excel hay làm mất số 0 ở đầu).
finding-unit-level_unknown = Cấp “{ $read }” không có trong kế hoạch.{ $suggestions } Các cấp: { $levels }.
finding-unit-missing = Có số liệu nhưng không ghi đơn vị. Hãy ghi mã hoặc tên đơn vị.
finding-unit-name_differs = Mã { $unit } là của “{ $name }”, nhưng tệp ghi “{ $read }”. Hãy kiểm tra xem có nhầm dòng không.
finding-unit-name_missing = Thiếu tên đơn vị.
finding-unit-no_participants = Không có đơn vị nào tham gia. Hãy kiểm tra cấp, loại đối tượng và phần [participants] của kế hoạch.
finding-unit-no_report = { $missing }/{ $participants } đơn vị chưa báo cáo: { $units }{ $others ->
    [0] {""}
   *[other] {" "}và { $others } đơn vị nữa
}.
finding-unit-not_participant = Đơn vị { $unit } không thuộc diện tham gia; số liệu chỉ dùng để cộng cho đơn vị cấp trên.
finding-unit-parent_cycle = Các đơn vị là cấp trên của nhau thành vòng: { $path }. Hãy sửa cột parent_code.
finding-unit-parent_unknown = Không có đơn vị cấp trên “{ $read }” trong danh sách.{ $suggestions }
finding-unit-receipt_unknown = Số liệu được sửa hoặc bổ sung nhưng không ghi thời điểm nhận, nên không còn biết đơn vị { $unit } báo cáo lúc nào. Hãy ghi cột received_at.
finding-unit-subject_missing = Đơn vị { $unit } chưa có loại đối tượng. Hãy ghi một trong: { $subjects }.
finding-unit-subject_unknown = Loại đối tượng “{ $read }” không có trong kế hoạch.{ $suggestions } Các loại: { $subjects }.
finding-unit-under_unknown = Kế hoạch cho đơn vị { $code } và cấp dưới tham gia, nhưng danh sách đơn vị không có mã này.
finding-unit-unknown = Không có đơn vị “{ $read }” trong danh sách.{ $suggestions } Đơn vị mới phải được thêm vào danh sách đơn vị trước.

## Findings: what was expected, for programs

expected-answer-unknown = “có” hoặc “không”
expected-column-missing = một cột có tiêu đề “{ $column }”
expected-column-which_item = một trong các mã: { $items }
expected-column-without_header = tiêu đề cho cột có giá trị
expected-date-malformed = ngày/tháng/năm, như 23/05/2021
expected-date-no_such_day = ngày có trong lịch
expected-figure-appraised = ô để trống
expected-figure-duplicate = một giá trị cho mỗi số liệu
expected-figure-not_expected = ô để trống, vì cấp { $level } không có số liệu này
expected-figure-not_withdrawn = một giá trị đúng thay cho { $kept }
expected-file-choice_of_sheet = không chọn trang tính
expected-file-choice_of_text = để như máy nhận biết
expected-file-empty = ít nhất một dòng số liệu dưới tiêu đề
expected-file-encoding_other = bảng mã { $recognised }
expected-file-sheet_unknown = một trong các trang tính: { $sheets }
expected-file-too_many = không quá { $limit } tệp
expected-file-undecodable-chosen = văn bản theo bảng mã { $encoding }
expected-file-undecodable-nul_byte = tệp .xlsx hoặc “CSV UTF-8”
expected-file-undecodable-tcvn3 = tệp .xlsx hoặc “CSV UTF-8”
expected-file-undecodable-unknown = tệp .xlsx hoặc “CSV UTF-8”
expected-file-undecodable-vni = tệp .xlsx hoặc “CSV UTF-8”
expected-file-unreadable-broken_quote = dấu ngoặc kép đóng cho mỗi dấu mở
expected-file-unreadable-cell_too_long = ô dài không quá { $limit } ký tự
expected-file-unreadable-json = danh sách số liệu: unit, metric, item (khi chỉ tiêu được phân tổ), value
expected-file-unreadable-other_format = tệp .xlsx hoặc “CSV UTF-8”
expected-file-unreadable-spreadsheet = bảng tính mở được trong Excel
expected-file-unreadable-too_large = tệp giải nén không quá { $limit } byte
expected-file-unreadable-too_many_columns = không quá { $limit } cột
expected-file-unreadable-too_many_rows = không quá { $limit } dòng
expected-formula-without_value = công thức có giá trị đã tính và lưu
expected-header-not_found = một dòng tiêu đề có cột mã hoặc tên đơn vị và các cột số liệu
expected-header-not_in_row = một dòng tiêu đề có cột mã hoặc tên đơn vị và các cột số liệu
expected-header-row_blank = một dòng tiêu đề
expected-header-two_columns = một cột cho “{ $meaning }”
expected-hold-criterion_ambiguous = một trong các mã: { $choices }
expected-hold-criterion_unknown = một tiêu chí của kế hoạch, hoặc để trống cho cả đơn vị
expected-hold-kind_unknown = “hold” hoặc “exclude”
expected-hold-reason_missing = lý do
expected-item-missing = một trong các mã: { $items }
expected-item-not_split = ô để trống
expected-item-unknown = một trong các mã: { $items }
expected-judged-above_maximum = không quá { $maximum } điểm
expected-metric-missing = mã hoặc tên chỉ tiêu
expected-metric-no_column = cột cho { $metrics }
expected-metric-unknown = một chỉ tiêu của kế hoạch
expected-milestone-number_missing = “{ $document }” đi cùng ngày
expected-moment-malformed = ngày/tháng/năm giờ:phút, như 23/05/2021 19:30
expected-nomination-duplicate = mỗi người một đề cử
expected-nomination-limit = không quá { $limit } người
expected-nomination-refused = { $expected }
expected-number-ambiguous = cách viết số: vi (1.234,5) hoặc en (1,234.5)
expected-number-fractional = số nguyên
expected-number-malformed = số, như 31.913 hoặc 31913
expected-number-negative = số từ 0 trở lên
expected-number-too_large = số không quá 1.000.000.000.000.000
expected-number-too_precise = không quá 9 chữ số thập phân
expected-percentage-disagrees = { $rounded } %
expected-percentage-maybe_fraction = tỷ lệ phần trăm, như 99,9 cho 0,999
expected-percentage-out_of_range = từ 0 đến 100 %
expected-row-too_long = không quá { $columns } ô
expected-row-total_differs = { $sum }
expected-rule-broken = { $rule }
expected-rule-sum_of_children = { $sum }
expected-unit-ambiguous = mã đầy đủ của đơn vị: { $choices }
expected-unit-cluster_missing = cụm thi đua trong cột { $column }
expected-unit-code_duplicate = mỗi đơn vị một mã
expected-unit-code_missing = mã đơn vị, đủ các số 0 ở đầu
expected-unit-group_alike = một cách viết cho một tên
expected-unit-level_unknown = một trong các cấp: { $levels }
expected-unit-missing = mã hoặc tên đơn vị
expected-unit-name_differs = “{ $name }”
expected-unit-name_missing = tên đơn vị
expected-unit-no_participants = ít nhất một đơn vị tham gia
expected-unit-not_participant = đơn vị tham gia thi đua
expected-unit-parent_cycle = đơn vị cấp trên không nằm trong chính các đơn vị dưới nó
expected-unit-parent_unknown = mã của một đơn vị trong danh sách
expected-unit-receipt_unknown = thời điểm nhận trong cột received_at
expected-unit-subject_missing = một trong các loại: { $subjects }
expected-unit-subject_unknown = một trong các loại: { $subjects }
expected-unit-under_unknown = mã { $code } trong danh sách đơn vị
expected-unit-unknown = một đơn vị trong danh sách

## Bảng xếp hạng

ranking-title = XẾP HẠNG THI ĐUA – Kế hoạch { $code } ({ $issuer })
ranking-as-of = Tính đến { $moment }
ranking-cluster = { $cluster } – { $count } đơn vị
column-note = Ghi chú
column-rank = Hạng
column-code = Mã
column-name = Đơn vị
column-total = Tổng
column-recommendation = Đề nghị
ranking-silent = – { $count } đơn vị chưa gửi báo cáo nào nên chưa có hạng.
ranking-excluded = – { $count } đơn vị bị loại khỏi diện xét nên không ghi hạng.
fragility-title = Thay đổi nhỏ đến đâu thì đổi hạng:
fragility-change-above = ngang hoặc vượt { $other } nếu { $change }
fragility-change-below = ngang hoặc xuống dưới { $other } nếu { $change }
fragility-change-above-there = ngang hoặc vượt { $other } nếu đơn vị đó { $change }
fragility-change-below-there = ngang hoặc xuống dưới { $other } nếu đơn vị đó { $change }
fragility-weights-above = đứng sau { $other } khi mỗi trọng số thay đổi dưới { $change }
fragility-weights-below = đứng trước { $other } khi mỗi trọng số thay đổi dưới { $change }
fragility-firm = { $count } đơn vị còn lại: không có thay đổi của riêng một số liệu nào làm đổi hạng
fragility-firm-all = không có thay đổi của riêng một số liệu nào làm đổi hạng của đơn vị nào
fragility-on-request = Độ vững của từng thứ hạng: thêm --fragility (mất một lúc với nhiều đơn vị).
legend-marks = Ký hiệu: { $marks }
legend-incomplete = * Tổng điểm còn có thể thay đổi vì có tiêu chí chưa kết luận.
legend-criteria = Tiêu chí (• là điều kiện bắt buộc):
legend-awards = Hình thức khen thưởng:
legend-order = Thứ tự xếp hạng:
order-gates = đạt các điều kiện bắt buộc
order-points = tổng điểm cao hơn
order-highest = “{ $criterion }” cao hơn
order-lowest = “{ $criterion }” thấp hơn
order-criterion_points = điểm “{ $criterion }” cao hơn

## Đề nghị khen thưởng

recommendation-title = Đề nghị khen thưởng
recommendation-no-awards = Kế hoạch không có hình thức khen thưởng.
recommendation-count = { $count } đơn vị được đề nghị
recommendation-closed = Chỉ tiêu đang bằng 0: chưa đề nghị đơn vị nào.
recommendation-tie = Ngang nhau ở ranh giới chỉ tiêu ({ $quota }), { $count } đơn vị chờ phân định:
recommendation-tie-ask = Cách phân định: hội đồng thi đua - khen thưởng quyết định. Muốn phần mềm tự phân định thì ghi on_tie của hình thức này trong kế hoạch là all (lấy tất cả), none (không lấy), next_criterion (xét thêm tiêu chí) hoặc lot (bốc thăm), thay cho ask.
recommendation-tie-next_criterion = Cách phân định: các tiêu chí xét thêm (on_tie = next_criterion trong kế hoạch) vẫn ngang nhau, nên hội đồng thi đua - khen thưởng quyết định.
recommendation-waiting = { $count } đơn vị chờ kết quả phân định ấy:
quota-title = Chỉ tiêu: { $quota }
quota-use = { $group }: dùng { $used }/{ $limit }, còn { $left }
quota-use-open = { $group }: dùng { $used }/{ $limit } chắc chắn, { $open } chỗ chờ phân định, còn { $left }
quota-use-at-most = {" "}(nhiều nhất { $most } khi phân định xong)
quota-exceeded = {" "}(vượt chỉ tiêu do kế hoạch cho lấy cả các đơn vị ngang nhau)
quota-overall = Toàn đợt
quota-number = tối đa { $limit } đơn vị { $per }
quota-share = tối đa { $percent } số { $base } { $per }, { $rounding }
quota-of-participants = đơn vị dự thi
quota-of-eligible = đơn vị đủ điều kiện
quota-per-cluster = mỗi cụm
quota-per-source = mỗi đầu mối đề nghị
quota-per-subject = mỗi loại đối tượng
quota-per-overall = toàn đợt
rounding-half_up = làm tròn đến số gần nhất, nửa thì lên
rounding-half_even = làm tròn đến số gần nhất, nửa thì về số chẵn
rounding-down = làm tròn xuống
rounding-up = làm tròn lên
borders-title = Ranh giới chỉ tiêu
border = { $award }{ $group } ({ $quota })
border-inside-tie = Ranh giới nằm giữa các đơn vị ngang nhau (trong đó có { $inside } và { $outside }); xem mục chờ phân định.
border-admits-none = Không có đơn vị nào trong chỉ tiêu: các đơn vị ngang nhau ở ranh giới không được xét (trong đó có { $inside } và { $outside }).
border-units = Trong chỉ tiêu: { $inside }. Ngoài chỉ tiêu: { $outside }.

## Lý do

reason-recommended = Được đề nghị: đủ điều kiện và trong chỉ tiêu.
reason-recommended_by_tie = Được đề nghị: ngang nhau ở ranh giới chỉ tiêu ({ $quota }), kế hoạch cho lấy tất cả.
reason-recommended_by_lot = Được đề nghị: ngang nhau ở ranh giới chỉ tiêu ({ $quota }), trúng khi bốc thăm (từ chuỗi gốc “{ $seed }”).
reason-taken_in = Được đề nghị: ngang nhau ở ranh giới chỉ tiêu, đã được chọn khi phân định.
reason-left_out = Đủ điều kiện nhưng đã được đưa ra khỏi danh sách khi điều chỉnh.
reason-tie_to_settle = Chưa quyết: ngang nhau ở ranh giới chỉ tiêu ({ $quota }), cần người có thẩm quyền quyết định.
reason-waits_for_tie = Chờ phân định trường hợp ngang nhau ở ranh giới chỉ tiêu ({ $quota }).
reason-waits_for_award = Chờ phân định trường hợp ngang nhau ở “{ $award }”.
reason-tie_admits_none = Không được đề nghị: ngang nhau ở ranh giới chỉ tiêu ({ $quota }), kế hoạch không lấy đơn vị nào.
reason-lost_lot = Không được đề nghị: ngang nhau ở ranh giới chỉ tiêu ({ $quota }), không trúng khi bốc thăm (từ chuỗi gốc “{ $seed }”).
reason-quota_full = Đủ điều kiện nhưng đã hết chỉ tiêu ({ $quota }).
reason-higher_award = Đã được đề nghị “{ $award }”; một thành tích không khen hai lần.
reason-not_on_list = Không có trong danh sách đề nghị “{ $award }”, nơi hình thức này chọn ra.
reason-other_subject = Hình thức này dành cho loại đối tượng khác.
reason-excluded = Bị loại khỏi diện xét.
reason-on_hold = Đang tạm dừng xét.
reason-not_met = Không đạt tiêu chí { $criterion }.
reason-open = Chưa kết luận được tiêu chí { $criterion }.
reason-open-held = Tiêu chí { $criterion } đang tạm dừng xét.
reason-too_few_points = Chưa có tổng điểm hoặc chưa đủ điểm.
reason-place_too_low = Thứ hạng thấp hơn mức yêu cầu.
short-recommended = đề nghị
short-recommended_by_tie = đề nghị
short-recommended_by_lot = đề nghị
short-taken_in = đề nghị (đã chọn)
short-left_out = đưa ra khi điều chỉnh
short-tie_to_settle = ngang nhau
short-waits_for_tie = chờ phân định
short-waits_for_award = chờ [{ $part }]
short-tie_admits_none = ngang nhau
short-lost_lot = bốc thăm
short-quota_full = hết chỉ tiêu
short-higher_award = [{ $part }]
short-not_on_list = ngoài [{ $part }]
short-other_subject = khác loại
short-excluded = bị loại
short-on_hold = tạm dừng
short-not_met = { $part } không đạt
short-open = { $part } chưa rõ
short-open-held = { $part } tạm dừng
short-silent = chưa báo cáo
short-too_few_points = thiếu điểm
short-place_too_low = hạng thấp

## Độ vững của thứ hạng

fragility-above = Đứng sau { $unit }: { $distance }.
fragility-below = Đứng trước { $unit }: { $distance }.
fragility-none = Không có đơn vị nào khác hạng trong cụm để so sánh.
distance-gap = cách { $points } điểm
distance-margin = thứ tự giữ nguyên khi mỗi trọng số thay đổi dưới { $margin }
distance-correction = thay đổi nhỏ nhất làm đổi thứ tự: { $correction }
distance-no-correction = không có thay đổi của riêng một số liệu nào làm đổi thứ tự
distance-places-held = các thứ hạng trong tiêu chí xếp thứ bậc được giữ nguyên khi tìm thay đổi
correction = { $unit } { $change }
change-more = thêm { $count } { $counted }
change-fewer = bớt { $count } { $counted }
change-higher = “{ $counted }” tăng { $count }
change-lower = “{ $counted }” giảm { $count }
change-to = có “{ $name }” là { $value }

## Giải trình của một đơn vị

explanation-plan = Kế hoạch { $code } ({ $issuer })
explanation-silent = Chưa nhận báo cáo nào của đơn vị.
explanation-rank = { $cluster }: hạng { $rank } trên { $size } đơn vị
explanation-no-rank = { $cluster }: không ghi hạng (trong bảng đứng ở vị trí { $rank } trên { $size } đơn vị)
explanation-gates = Điều kiện bắt buộc: { $gates }
explanation-total = Tổng điểm: { $total } (cơ bản { $base }, thưởng { $bonus }, trừ { $penalty })
explanation-incomplete = Tổng điểm còn có thể thay đổi vì có tiêu chí chưa kết luận.
explanation-no-points = Kế hoạch không cho điểm; xếp hạng theo thứ tự của kế hoạch.
explanation-criteria = Từng tiêu chí
explanation-awards = Từng hình thức khen thưởng
explanation-fragility = Thứ hạng vững đến đâu
hold-exclude = Bị loại khỏi diện xét. Lý do: { $reason }
hold-unit = Cả đơn vị tạm dừng xét. Lý do: { $reason }
hold-criterion = Tiêu chí { $criterion } tạm dừng. Lý do: { $reason }
criterion-gate = {" "}(điều kiện bắt buộc)
criterion-verbatim = Nguyên văn: “{ $source }”
criterion-restated = Nội dung (diễn đạt lại): { $source }
criterion-rule = Quy tắc: { $rule }
criterion-owner = Cơ quan xác định: { $text }
criterion-evidence = Minh chứng: { $text }
criterion-points = Cách cho điểm: { $rule }
criterion-figures = Số liệu:
criterion-result = Kết quả:
step-used = { $name }: { $value } – { $place }
step-used-sum = { $name }: { $value } – cộng từ { $units } đơn vị trực thuộc
step-used-missing = { $name }: chưa có số liệu
step-ratio = { $item }{ $fraction } = { $exact }, làm tròn { $rounded }{ $verdict }
step-ratio-stated = { $item }{ $stated } theo tỷ lệ đơn vị báo cáo ({ $fraction }), làm tròn { $rounded }{ $verdict }
step-ratio-stated-note = Chỉ có tỷ lệ, không có số đếm, nên không tính lại được.
step-ratio-differ-exact = LƯU Ý: phân số chính xác { $exact_verdict }, còn số làm tròn { $rounded } thì { $rounded_verdict }. Kế hoạch lấy phân số chính xác.
step-ratio-differ-rounded = LƯU Ý: phân số chính xác { $exact_verdict }, còn số làm tròn { $rounded } thì { $rounded_verdict }. Kế hoạch lấy số làm tròn.
step-count = { $item }{ $value }{ $verdict }
step-flag = { $item }{ $answer }{ $verdict }
step-milestone-done = Hạn { $due }, thực hiện { $done }; chậm { $late } ngày (cho phép { $grace })
step-milestone-open = Hạn { $due }, chưa thực hiện; đến nay chậm { $late } ngày (cho phép { $grace })
step-received = Nhận báo cáo lúc { $at }, tính từ { $since }: { $duration }
step-standing = Thứ { $place } trên { $peers } đơn vị được so sánh, với { $value }
step-standing-border = Lấy đến thứ { $last }, mức của đơn vị cuối được lấy: { $border }{ $verdict }
step-judged = Thẩm định: { $given }; kết luận { $combined }{ $verdict }
step-judged-open = Thẩm định: { $given }; chưa kết luận
judged-open = chưa chấm
step-held = Tạm dừng. Lý do: { $reason }
step-held-flag = Tạm dừng vì báo cáo “{ $metric }”: có
step-change = { $part ->
    [part] Kết quả của phần này
   *[whole] Kết quả
} sẽ khác đi khi { $change }.
step-instead = { $part ->
    [part] Kết quả của phần này
   *[whole] Kết quả
} sẽ khác đi khi “{ $name }” là: { $value }.
step-instead-by = { $part ->
    [part] Kết quả của phần này
   *[whole] Kết quả
} sẽ khác đi khi “{ $name }” là ngày { $value } hoặc sớm hơn.
step-instead-at-most = { $part ->
    [part] Kết quả của phần này
   *[whole] Kết quả
} sẽ khác đi khi “{ $name }” từ { $value } trở xuống.
step-instead-at-least = { $part ->
    [part] Kết quả của phần này
   *[whole] Kết quả
} sẽ khác đi khi “{ $name }” từ { $value } trở lên.
step-instead-from = { $part ->
    [part] Kết quả của phần này
   *[whole] Kết quả
} sẽ khác đi khi “{ $name }” là ngày { $value } hoặc muộn hơn.
step-standing-at-least = Kết quả sẽ khác đi khi giá trị so sánh của đơn vị từ { $value } trở lên, các đơn vị khác giữ nguyên.
step-standing-below = Kết quả sẽ khác đi khi giá trị so sánh của đơn vị thấp hơn { $value }, các đơn vị khác giữ nguyên.
step-standing-at-most = Kết quả sẽ khác đi khi giá trị so sánh của đơn vị từ { $value } trở xuống, các đơn vị khác giữ nguyên.
step-standing-above = Kết quả sẽ khác đi khi giá trị so sánh của đơn vị cao hơn { $value }, các đơn vị khác giữ nguyên.
step-points = Điểm: { $points }{ $exact }
step-points-capped = Điểm: { $points }{ $exact }, sau khi giới hạn mức cao nhất hoặc thấp nhất
points-exact = {" "}(tính ra { $exact })

## Quy tắc của tiêu chí

rule-no-bar = { $value } (chỉ đo, không đặt mức)
rule-judged-verdict = { $metric }: đạt khi thẩm định là “có”
rule-judged-points = { $metric }: đạt khi đã có điểm thẩm định
rule-stated = khi không có số đếm thì lấy “{ $metric }” như đơn vị báo cáo
rule-flag-yes = { $metric }: phải là “có”
rule-flag-no = { $metric }: phải là “không”
rule-across-each = mỗi { $breakdown } đều phải đạt
rule-across-pooled = cộng gộp các { $breakdown }
rule-across-one = { $breakdown }: chỉ tính { $item }
rule-compare-exact = so sánh phân số chính xác, không làm tròn
rule-compare-half_up = so sánh sau khi làm tròn đến { $digits } chữ số thập phân
rule-due-by = chậm nhất ngày { $date }
rule-due-before = trước ngày { $date }
rule-document = minh chứng: { $metric }
rule-due-others = còn lại: { $date }
rule-grace = chậm không quá { $days } ngày vẫn đạt
rule-days-calendar = tính theo ngày lịch
rule-days-working = tính theo ngày làm việc
rule-prefer-highest = cao nhất đứng đầu
rule-prefer-lowest = thấp nhất đứng đầu
rule-standing-criterion = thứ hạng theo “{ $criterion }” ({ $prefer })
rule-standing-received = thời gian từ { $since } đến khi nhận bản báo cáo sau cùng ({ $prefer })
rule-among-cluster = so trong cụm
rule-among-all = so trong toàn đợt
rule-peers-gates = chỉ so với các đơn vị đạt điều kiện bắt buộc
rule-pass-all = có thứ hạng là đạt
rule-pass-first = { $count } đơn vị đầu đạt
rule-pass-share = { $percent } số đơn vị đầu đạt ({ $rounding })
rule-combine-last = người chấm sau cùng quyết định
rule-combine-mean = lấy trung bình các người chấm
rule-combine-median = lấy trung vị các người chấm
rule-combine-lowest = lấy điểm thấp nhất
rule-combine-highest = lấy điểm cao nhất
rule-combine-sum = cộng điểm các người chấm
rule-combine-weighted = trung bình có trọng số { $weights }
rule-maximum = mỗi người chấm tối đa { $maximum } điểm
points-all_or_nothing = đạt { $met } điểm, không đạt { $not_met } điểm
points-bands = theo mức ({ $bands })
points-otherwise = còn lại: { $points }
points-linear = từ { $points_from } điểm tại { $from } thay đổi đều đến { $points_to } điểm tại { $to }
points-steps-below = { $start } điểm, trừ { $deduct } cho mỗi { $step } dưới { $from } ({ $rounding })
points-steps-above = { $start } điểm, trừ { $deduct } cho mỗi { $step } trên { $from } ({ $rounding })
points-steps-late = { $start } điểm, trừ { $deduct } cho mỗi { $step } ({ $rounding })
points-places = theo thứ hạng từ 1: { $places }; các hạng sau: { $otherwise }
points-measure = số đo nhân với { $factor }
points-days = { $value } ngày chậm
points-at_most = nhiều nhất { $points } điểm
points-at_least = ít nhất { $points } điểm

## Cách hiểu một tệp báo cáo

understood-file = { $file }: { $shape }; { $rows } dòng, { $figures } số liệu; tiêu đề ở dòng { $header_row }
understood-wide = mỗi đơn vị một dòng
understood-long = mỗi số liệu một dòng
understood-text = Bảng mã { $encoding }, phân cách bằng { $separator }
understood-spreadsheet = Bảng tính Excel, trang “{ $sheet }”
understood-numbers = Số: { $numbers }
numbers-not_needed = chỉ có chữ số, không cần đoán cách viết
numbers-stated = theo lựa chọn, { $style }
numbers-proven = theo các số khác trong tệp, { $style }
numbers-mixed = tệp lẫn cả hai cách viết; số hai nghĩa bị từ chối
numbers-unproven = không có số nào cho biết cách viết; số hai nghĩa bị từ chối
style-vi = kiểu Việt Nam (1.234,5)
style-en = kiểu Anh (1,234.5)
separator-comma = dấu phẩy
separator-semicolon = dấu chấm phẩy
separator-tab = dấu tab
understood-columns-read = Cột đọc được: { $columns }
understood-columns-left-out = Cột không đọc: { $columns }

## Lệnh

error-line = Lỗi: { $message }
error-see-help = Xem cách dùng: { $command } --help
error-file = không đọc được tệp { $path }: { $reason }
error-file-not-found = không có tệp này
error-file-denied = không có quyền đọc
error-file-directory = đây là thư mục
error-file-changed = tệp bị thay đổi trong khi đang đọc; hãy chạy lại khi không còn ai ghi vào tệp
error-output = không ghi được tệp { $path }: { $reason }
error-not-written = không ghi được kết quả: { $reason }
error-storage-full = nơi ghi đã hết chỗ trống
error-output-denied = không có quyền ghi
error-output-no-folder = không có thư mục này
error-output-is-input = tệp kết quả { $path } trùng với một tệp đầu vào; hãy chọn tên khác
error-explain-format = --explain chỉ dùng với --format table
error-unknown-cluster = không có cụm “{ $code }”.
error-unknown-unit = không có đơn vị “{ $code }”.
error-several-units = “{ $code }” chỉ nhiều đơn vị; hãy ghi mã.
error-several-clusters = “{ $code }” chỉ nhiều cụm; hãy ghi mã.
error-may-be = Có phải là:
error-may-be-more = … và { $count } nữa
error-not-participant = { $unit } không thuộc diện tham gia nên không có giải trình.
error-unknown-argument = không có tùy chọn “{ $argument }”.
error-stray-report = “{ $argument }” không đi với tùy chọn nào. Tệp báo cáo ghi sau --reports, ví dụ: --reports bao-cao.csv
error-stray-argument = “{ $argument }” thừa: lệnh này không nhận thêm giá trị nào.
error-unknown-command = không có lệnh “{ $command }”.
error-missing-argument = thiếu { $argument }.
error-missing-command = thiếu lệnh.
error-value-missing = “{ $argument }” cần một giá trị.
error-value-choice = “{ $value }” không dùng được cho “{ $argument }”; hãy chọn một trong: { $valid }.
error-value = “{ $value }” không dùng được cho “{ $argument }”; cần: { $expected }.
error-value-moment = thời điểm như 2021-05-24T08:00 hoặc 24/05/2021 08:00
error-value-row = số dòng từ 1 đến 10.000.000
error-value-threads = số nguyên từ 1 đến 64
error-argument-twice = không thể dùng “{ $argument }” như vậy: trùng hoặc mâu thuẫn với tùy chọn khác.
progress-rows = Số dòng đã đọc:
plan-not-utf8 = { $file }: không phải văn bản UTF-8 (byte ở vị trí { $byte }). Hãy lưu lại dưới dạng UTF-8.
plan-mistakes = { $file }: { $count } lỗi.
plan-right = { $file }: đúng. Kế hoạch { $code }: { $metrics } chỉ tiêu, { $criteria } tiêu chí, { $awards } hình thức khen thưởng.
rank-blocked = Chưa xếp hạng vì số liệu có lỗi. Hãy sửa rồi chạy lại, hoặc dùng --provisional để xem kết quả tạm tính.
rank-see-findings = Xem từng phát hiện: { $command }
rank-open-ties = Còn trường hợp ngang nhau ở ranh giới chỉ tiêu cần người có thẩm quyền quyết định.

## Chạy thử

demo-title = CHẠY THỬ – một đợt thi đua có sẵn trong chương trình
demo-intro = Kế hoạch là văn bản thật. Trong số liệu, phần lấy từ nguồn công bố và phần giả định được ghi ở cuối.
demo-unit = GIẢI TRÌNH MỘT ĐƠN VỊ
demo-sources = SỐ LIỆU LẤY TỪ ĐÂU (theo ghi chú trong tệp báo cáo)
demo-findings = PHÁT HIỆN TRONG SỐ LIỆU
demo-note-rows = { $rows } đơn vị –
demo-note-published = đã công bố:{" "}
demo-note-ballot_type = , nguồn không nói rõ loại phiếu
demo-note-missing = không tìm thấy tỷ lệ đi bầu của huyện này nên để trống
demo-note-others = giả định: mọi số liệu khác
demo-note-row = giả định: mọi số liệu của dòng này
demo-note-body = giả định: cả cơ quan và mọi số liệu của dòng này
demo-next = Thử tiếp (trong thư mục mã nguồn của chương trình):

## Trợ giúp

help = thidua: chấm điểm thi đua chính xác, xếp hạng, đề nghị khen thưởng trong chỉ tiêu và giải trình từng bước
help-usage = Cách dùng:
help-usage-options = [TÙY_CHỌN]
help-commands = Lệnh
help-heading-arguments = Tham số
help-heading-options = Tùy chọn
help-argument-help = Xem cách dùng
help-argument-version = Xem phiên bản
help-argument-lang = Ngôn ngữ: vi hoặc en (mặc định theo máy, sau đó là tiếng Việt)
help-after = Mã kết thúc: 0 xong, 1 có lỗi trong số liệu hoặc kế hoạch, 2 dùng sai lệnh. Tiếng Anh: thêm --lang en.
help-rank = Chấm điểm, xếp hạng theo cụm và đề nghị khen thưởng
help-rank-plan = Tệp kế hoạch (TOML)
help-rank-units = Danh sách đơn vị (CSV hoặc XLSX)
help-rank-reports = Tệp báo cáo (CSV hoặc XLSX), một hoặc nhiều
help-rank-holds = Danh sách tạm dừng hoặc loại (CSV hoặc XLSX)
help-rank-as_of = Tính đến thời điểm, ví dụ 2021-05-24T08:00 hoặc 24/05/2021 08:00; chỉ ghi ngày là đến hết ngày
help-rank-threads = Số luồng xử lý; không nêu thì bằng số lõi của máy
help-rank-cluster = Chỉ hiện một cụm, theo mã, tên hoặc một phần của tên
help-rank-format = Dạng kết quả: table (mặc định), json hoặc csv
help-rank-explain = Giải trình đầy đủ một đơn vị, theo mã, tên hoặc một phần của tên
help-rank-numbers = Cách viết số khi tệp không tự cho biết: vi (1.234,5) hoặc en (1,234.5)
help-rank-encoding = Bảng mã của báo cáo CSV khi tự nhận biết không đúng: utf-8, utf-16le, utf-16be, windows-1258, tcvn3 hoặc vni
help-rank-separator = Dấu phân cách ô của báo cáo CSV khi tự nhận biết không đúng: comma (phẩy), semicolon (chấm phẩy) hoặc tab
help-rank-header_row = Dòng tiêu đề của báo cáo khi tự nhận biết không đúng, ví dụ 3
help-rank-sheet = Trang của tệp Excel khi không phải trang đầu tiên có số liệu, theo tên
help-rank-fragility = Kèm độ vững của từng thứ hạng; bảng đến 1.000 đơn vị luôn có, nhiều hơn thì mất một lúc
help-rank-provisional = Xếp hạng tạm tính dù số liệu còn lỗi; ô có lỗi coi là thiếu, số liệu trái quy tắc của kế hoạch vẫn tính như đã báo cáo
help-rank-output = Ghi kết quả ra tệp thay vì màn hình
help-rank-after = Ví dụ: thidua rank --plan ke-hoach.toml --units don-vi.csv --reports bao-cao.csv bo-sung.xlsx
help-plan = Tệp kế hoạch
help-plan-check = Kiểm tra tệp kế hoạch và chỉ ra mọi lỗi
help-plan-check-files = Các tệp kế hoạch (TOML)
help-plan-show = Đọc một kế hoạch bằng lời
help-plan-show-file = Tệp kế hoạch (TOML)
help-plan-schema = In lược đồ JSON (JSON Schema) của tệp kế hoạch
help-reports = Tệp báo cáo
help-reports-check = Kiểm tra báo cáo và liệt kê mọi phát hiện, không chấm điểm
help-reports-check-plan = Tệp kế hoạch (TOML)
help-reports-check-units = Danh sách đơn vị (CSV hoặc XLSX)
help-reports-check-reports = Tệp báo cáo (CSV hoặc XLSX), một hoặc nhiều
help-reports-check-holds = Danh sách tạm dừng hoặc loại (CSV hoặc XLSX)
help-reports-check-as_of = Tính đến thời điểm, ví dụ 2021-05-24T08:00 hoặc 24/05/2021 08:00
help-reports-check-numbers = Cách viết số khi tệp không tự cho biết: vi (1.234,5) hoặc en (1,234.5)
help-reports-check-encoding = Bảng mã của báo cáo CSV khi tự nhận biết không đúng: utf-8, utf-16le, utf-16be, windows-1258, tcvn3 hoặc vni
help-reports-check-separator = Dấu phân cách ô của báo cáo CSV khi tự nhận biết không đúng: comma (phẩy), semicolon (chấm phẩy) hoặc tab
help-reports-check-header_row = Dòng tiêu đề của báo cáo khi tự nhận biết không đúng, ví dụ 3
help-reports-check-sheet = Trang của tệp Excel khi không phải trang đầu tiên có số liệu, theo tên
help-reports-check-format = Dạng kết quả: text (mặc định) hoặc json
help-reports-template = Tạo mẫu báo cáo CSV mở được ngay bằng Excel, điền sẵn mã và tên đơn vị
help-reports-template-plan = Tệp kế hoạch (TOML)
help-reports-template-units = Danh sách đơn vị (CSV hoặc XLSX)
help-reports-template-output = Ghi ra tệp thay vì màn hình; không ghi đè tệp đã có
help-demo = Chạy thử với một đợt thi đua có sẵn
help-value-scopes = QUYỀN
help-value-methods = PHƯƠNG-THỨC
help-value-days = NGÀY
help-value-addresses = ĐỊA-CHỈ
help-value-id = SỐ
help-value-file = TỆP
help-value-command = LỆNH
help-value-plan = TỆP
help-value-units = TỆP
help-value-reports = TỆP
help-value-holds = TỆP
help-value-files = TỆP
help-value-output = TỆP
help-value-as_of = THỜI_ĐIỂM
help-value-threads = SỐ
help-value-cluster = CỤM
help-value-explain = ĐƠN_VỊ
help-value-format = DẠNG
help-value-numbers = KIỂU
help-value-encoding = BẢNG_MÃ
help-value-separator = DẤU
help-value-header_row = DÒNG
help-value-sheet = TRANG
help-value-lang = NGÔN_NGỮ

help-serve = Phục vụ API
help-serve-database = Cơ sở dữ liệu: sqlite://TỆP hoặc postgres://NGƯỜI@MÁY/TÊN
help-serve-listen = Địa chỉ lắng nghe
help-serve-workers = Số luồng phục vụ; mặc định bằng số lõi
help-serve-connections = Số kết nối nhiều nhất tới cơ sở dữ liệu
help-serve-proxies = Mạng của các máy chủ trung gian đứng trước, ví dụ 127.0.0.0/8,::1/128: chúng báo trong X-Forwarded-For địa chỉ của người gửi
help-serve-private_webhooks = Cho phép webhook gửi tới địa chỉ của chính máy này và mạng nội bộ
help-migrate = Nâng cơ sở dữ liệu lên phiên bản của chương trình
help-migrate-database = Cơ sở dữ liệu: sqlite://TỆP hoặc postgres://NGƯỜI@MÁY/TÊN
help-persons = Dữ liệu cá nhân được đề cử khen thưởng
help-persons-due = Cho biết dữ liệu của ai đến hạn xóa
help-persons-due-database = Cơ sở dữ liệu
help-persons-due-named = Kế hoạch: số trong hệ thống hoặc số văn bản
help-persons-erase-due = Xóa dữ liệu cá nhân của tất cả người đến hạn; không khôi phục được
help-persons-erase-due-database = Cơ sở dữ liệu
help-persons-erase-due-named = Kế hoạch: số trong hệ thống hoặc số văn bản
help-token = Mã truy cập của chương trình
help-token-add = Tạo mã truy cập; mã bí mật chỉ hiện một lần
help-token-add-database = Cơ sở dữ liệu
help-token-add-name = Dùng để làm gì
help-token-add-scopes = Các quyền của mã, cách nhau bằng dấu phẩy (view, capture, decide_reports …)
help-token-add-methods = Các phương thức HTTP được dùng, cách nhau bằng dấu phẩy
help-token-add-days = Dùng trong bao nhiêu ngày, từ 1 đến 400
help-token-add-unit = Mã đơn vị trong phạm vi, gồm cả các đơn vị bên dưới; mặc định mọi đơn vị
help-token-add-addresses = Chỉ được dùng từ các địa chỉ này, như 10.20.0.0/16
help-token-revoke = Thu hồi mã truy cập
help-token-revoke-database = Cơ sở dữ liệu
help-token-revoke-id = Số của mã
help-backup = Sao lưu tất cả vào một tệp, trong khi dịch vụ vẫn chạy
help-backup-database = Cơ sở dữ liệu
help-backup-file = Tệp sẽ ghi; tệp này chưa được có
help-restore = Khôi phục tất cả từ tệp sao lưu vào cơ sở dữ liệu trống
help-restore-database = Cơ sở dữ liệu
help-restore-file = Tệp sao lưu
help-demo-database = Cơ sở dữ liệu sẽ tạo hoặc dùng lại
help-demo-listen = Địa chỉ phục vụ
help-demo-no_serve = Chỉ in ra, không phục vụ
help-demo-decided = Chạy trọn một đợt thi đua đến khi có quyết định (cơ sở dữ liệu riêng)
help-user = Người dùng
help-user-add = Thêm người dùng; mật khẩu do máy đặt và chỉ hiện một lần
help-user-add-database = Cơ sở dữ liệu
help-user-add-login = Tên đăng nhập
help-user-add-name = Họ tên
help-user-add-role = Vai trò: administrator, officer, appraiser, council_member, reporter hoặc viewer
help-user-add-unit = Mã đơn vị được xem, kèm mọi đơn vị bên dưới; bỏ trống là mọi đơn vị
help-user-disable = Ngừng người dùng và kết thúc mọi phiên
help-user-disable-database = Cơ sở dữ liệu
help-user-disable-login = Tên đăng nhập
help-user-reset = Đặt mật khẩu mới và kết thúc mọi phiên
help-user-reset-database = Cơ sở dữ liệu
help-user-reset-login = Tên đăng nhập
help-rules = Quy định khen thưởng theo thời kỳ: căn cứ, hình thức, hệ số tiền thưởng, mức lương cơ sở
help-rules-files = Các tệp quy định (TOML) cần kiểm tra và xem; không ghi thì xem quy định có sẵn
rules-wages = Mức lương cơ sở
rules-wage = { $days }: { $amount } đồng
rules-days = từ { $from } đến { $until }
rules-days-open = từ { $from }
rules-source = { " " }({ $source })
rules-source-unsure = { " " }({ $source }; cần kiểm tra lại)
rules-rounding = Tiền thưởng làm tròn { $way } đến { $step } đồng
rules-round-half_up = nửa lên
rules-round-half_even = nửa về số chẵn
rules-round-down = xuống
rules-round-up = lên
rules-bases = Căn cứ pháp lý
rules-forms = Danh hiệu, hình thức khen thưởng
rules-field-title = danh hiệu
rules-field-form = hình thức
rules-individual = cá nhân: { $number } lần mức lương cơ sở
rules-collective = tập thể: { $number } lần mức lương cơ sở
help-audit = Nhật ký
help-audit-verify = Kiểm chuỗi băm của nhật ký
help-audit-verify-database = Cơ sở dữ liệu
help-openapi = In tài liệu OpenAPI
help-value-database = URL
help-value-listen = ĐỊA_CHỈ
help-value-workers = SỐ
help-value-connections = SỐ
help-value-login = TÊN
help-value-name = HỌ_TÊN
help-value-role = VAI_TRÒ
help-value-unit = MÃ
serving = Đang phục vụ tại http://{ $address } (cơ sở dữ liệu { $database }). Dừng: Ctrl+C.
error-database-scheme = Địa chỉ cơ sở dữ liệu phải bắt đầu bằng sqlite:// hoặc postgres://.
error-database-file = Sau sqlite:// phải là tên một tệp thường, ví dụ sqlite://thidua.db.
error-database = Không mở được cơ sở dữ liệu { $database }: { $reason }
error-database-newer = Cơ sở dữ liệu do phiên bản mới hơn của chương trình tạo ra (có { $versions }). Hãy dùng phiên bản mới.
error-database-older = Cơ sở dữ liệu cũ hơn chương trình (thiếu { $versions }). Hãy chạy: thidua migrate
error-migration = Không nâng được cơ sở dữ liệu: { $reason }
error-listen = Không lắng nghe được tại { $address }: { $reason }
error-listen-taken = đã có chương trình khác dùng cổng này, có thể là lần chạy trước của chính chương trình. Hãy dừng chương trình đó, hoặc chọn cổng khác bằng --listen.
error-listen-elsewhere = máy này không có địa chỉ đó. Hãy chọn địa chỉ của máy bằng --listen, ví dụ 127.0.0.1:8080.
error-listen-denied = hệ điều hành không cho phép; cổng dưới 1024 cần quyền riêng. Hãy chọn cổng khác bằng --listen.
error-demo-listen = Bản trình diễn chỉ phục vụ trên máy này. Hãy ghi địa chỉ như 127.0.0.1:8080, hoặc dùng “thidua serve”.
error-demo-database = Cơ sở dữ liệu { $database } có dữ liệu khác ngoài bản trình diễn. Hãy chọn tệp khác bằng --database sqlite://TỆP.
error-value-address = địa chỉ và cổng như 127.0.0.1:8080
error-value-connections = số từ 1 đến 1000
error-value-days = số ngày từ 1 đến 400
error-value-range = dải địa chỉ như 10.20.0.0/16
error-value-number = một số
error-role = Không có vai trò “{ $role }”. Các vai trò: { $roles }.
migrate-nothing = Cơ sở dữ liệu đã ở phiên bản của chương trình.
migrate-done = Đã nâng cơ sở dữ liệu: { $versions }
persons-due = Dữ liệu cá nhân được lưu { $years } năm, đến hạn xóa từ { $from }; đến hạn hôm nay: { $count } người.
persons-erased = Đã xóa dữ liệu của { $count } cá nhân: { $codes }.
token-made = Mã truy cập { $id }: { $secret } (chỉ hiện lần này)
token-revoked = Đã thu hồi mã truy cập { $id }.
error-scope = Không có quyền “{ $right }”. Các quyền: { $rights }.
backup-done = Đã sao lưu và kiểm tra: { $rows } dòng, { $records } bản ghi nhật ký, đầu chuỗi { $head }
restore-done = Đã khôi phục và kiểm tra: { $rows } dòng, { $records } bản ghi nhật ký, đầu chuỗi { $head }
error-backup-exists = Tệp { $file } đã có. Hãy chọn tên khác.
error-backup-unsound = Bản sao không nguyên vẹn ({ $reason }). Không giữ lại gì.
error-restore-filled = Cơ sở dữ liệu { $database } không trống. Hãy khôi phục vào cơ sở dữ liệu trống.
error-backup-file = { $file } không phải tệp sao lưu mà chương trình này đọc được: { $reason }
demo-users = Đợt thi đua này đã có trong cơ sở dữ liệu { $database }. Mật khẩu được tạo mới mỗi lần chạy và chỉ hiện ở đây:
demo-decided-playing = Đang chạy trọn một đợt thi đua, từ kế hoạch đến quyết định. Việc này cần một lúc …
demo-decided-done =
    Đã chạy xong: { $collectives } tập thể và { $individuals } cá nhân được tặng Bằng khen của tỉnh, sau đó { $revoked } quyết định tặng bị hủy bỏ.
    Ít số liệu được công bố; cá nhân, thành viên hội đồng, phiếu, ngày và số văn bản là giả định.
demo-decided-users = Đợt thi đua này đã có trong cơ sở dữ liệu { $database }. Mật khẩu được tạo mới mỗi lần chạy và chỉ hiện ở đây:
demo-user =   { $login } ({ $role }): { $password }
user-password = Người dùng { $login }, mật khẩu { $password } (chỉ hiện lần này)
user-disabled = Đã ngừng người dùng { $login }.
audit-whole = Nhật ký nguyên vẹn: { $records } bản ghi, băm cuối { $head }
audit-broken = Nhật ký bị sửa: bản ghi số { $seq } không khớp chuỗi.

blocker-no_participants = Chưa có đơn vị nào tham gia. Hãy nộp danh sách đơn vị.
blocker-reports_to_decide = { $count } báo cáo chờ chấp nhận hoặc trả lại.
blocker-ties_to_settle = { $count } đơn vị ngang nhau ở ranh giới chỉ tiêu, cần phân định.
blocker-points_open = { $count } đơn vị còn tiêu chí chưa có điểm.
blocker-person_ranking_stale = Danh sách cá nhân được xét đã thay đổi so với bảng xếp hạng cá nhân đã lưu, hoặc chưa có bảng nào. Hãy lưu lại bảng xếp hạng cá nhân.
blocker-ranking_stale = Số liệu làm căn cứ cho bảng xếp hạng đã lưu đã thay đổi. Hãy chấm lại và áp dụng.
blocker-holds_open = Còn { $count } trường hợp tạm dừng. Hãy gỡ bỏ hoặc loại các đơn vị đó.
problem-unauthenticated = Hãy đăng nhập trước.
problem-login_refused = Tên đăng nhập hoặc mật khẩu không đúng.
problem-too_many_requests = Quá nhiều yêu cầu. Hãy thử lại sau { $seconds } giây.
problem-forbidden = Bạn không có quyền này ({ $right }). Hãy hỏi người quản trị.
problem-csrf_refused = Thiếu hoặc sai tiêu đề X-CSRF-Token. Hãy gửi giá trị nhận được khi đăng nhập.
problem-token_refused = Mã truy cập này không dùng được như vậy ({ $what }). Được phép: { $allowed }. Hãy tạo mã khác hoặc sửa lời gọi.
problem-out_of_reach = Đơn vị ngoài phạm vi của bạn: { $units }.
problem-not_found = Không tìm thấy { $what }.
problem-method_not_allowed = Địa chỉ này không nhận phương thức này. Các phương thức nhận: { $allowed }.
problem-body_malformed = Nội dung gửi lên không đọc được ở dòng { $line }, cột { $column }; cần: { $expected }
problem-body_broken_off = Nội dung gửi lên bị đứt giữa chừng. Hãy gửi lại.
problem-body_not_text = Byte thứ { $byte } của nội dung không phải văn bản UTF-8, hoặc là ký tự NUL. Hãy lưu văn bản ở dạng UTF-8 rồi gửi lại.
problem-body_packed = Nội dung gửi lên không được nén ({ $what }). Hãy gửi lại không có Content-Encoding.
problem-parameter_malformed = Tham số { $field } không đọc được; cần: { $expected }
problem-content_type = Kiểu nội dung không được nhận. Cần một trong: { $expected }.
problem-too_large = Nội dung quá lớn; nhiều nhất { $limit } byte.
problem-field_refused = Trường { $field } không hợp lệ. Cần: { $expected }.
problem-already_there = Đã có { $what }.
problem-conflict = Có người vừa thay đổi cùng lúc. Hãy đọc lại rồi thử lại.
problem-stale = Dữ liệu đã thay đổi từ khi bạn đọc; phiên bản hiện nay là { $expected }. Hãy đọc lại.
problem-digest_stale = Số liệu đã thay đổi từ lúc xem trước. Hãy xem trước lại rồi xác nhận.
problem-upload_committed = Tệp này đã được xác nhận rồi; không có gì bị ghi hai lần. Hãy xem các phiên bản của đơn vị để biết số liệu hiện có. Muốn xác nhận lần nữa, hãy xem trước lại.
problem-file_empty = Tệp rỗng. Hãy lưu lại từ chương trình bảng tính rồi gửi lại.
error-database-missing = Không có cơ sở dữ liệu { $database }. Hãy kiểm tra tên, hoặc tạo bằng thidua migrate.
help-value-proxies = MẠNG
problem-once_differs = Idempotency-Key này đã dùng cho một yêu cầu khác trong 24 giờ qua. Hãy chọn khóa mới cho mỗi việc.
problem-once_done = Yêu cầu với Idempotency-Key này đã được thực hiện nhưng câu trả lời không được lưu. Hãy đọc lại kết quả; nếu đó là thông tin bí mật, hãy yêu cầu cấp lại.
problem-password_refused = Mật khẩu cũ không đúng.
problem-last_administrator = { $what } là quản trị viên cuối cùng còn đăng nhập được và có phạm vi mọi đơn vị. Hãy tạo một quản trị viên khác trước.
problem-plan_state = Kế hoạch đang ở trạng thái { $state }; việc này chỉ làm được với: { $allowed }.
problem-plan_mistakes = Tệp kế hoạch có { $count } lỗi; xem danh sách kèm theo.
problem-file_errors = Tệp có { $errors } lỗi ở các ô hoặc dòng. Hãy sửa rồi gửi lại, hoặc xác nhận bỏ qua các ô đó.
problem-column_not_there = Tệp không có cột { $column }; cột cuối cùng là { $last }.
problem-meaning_not_there = Cột { $column } không thể là “{ $means }”: kế hoạch không có số liệu nào mang mã đó.
problem-columns_for_one = Cột { $column } và cột { $other } cùng là “{ $means }”. Mỗi số liệu chỉ lấy từ một cột; hãy bỏ qua một trong hai.
problem-rows_refused = { $count } dòng không dùng được, chưa ghi gì. Các dòng đầu tiên: { $rows }. Hãy sửa rồi nộp lại danh sách.
row-wrong-file = tệp không mở được như một bảng CSV hoặc XLSX
row-wrong-code-name-level-parent_code = dòng { $row }: tiêu đề phải có các cột code, name, level (và parent_code nếu có cấp trên)
row-wrong-code = dòng { $row }, cột code: mã bị trống, quá dài, có ký tự lạ hoặc đã có ở dòng trên
row-wrong-name = dòng { $row }, cột name: tên bị trống, quá dài hoặc có ký tự lạ
row-wrong-level = dòng { $row }, cột level: cấp bị trống, quá dài hoặc có ký tự lạ
row-wrong-parent_code = dòng { $row }, cột parent_code: không có đơn vị cấp trên như vậy vào ngày này, hoặc các đơn vị nằm vòng quanh nhau
row-wrong-code-later = dòng { $row }, cột code: đơn vị đã có thay đổi sau ngày này
row-wrong-code-same-day = dòng { $row }, cột code: đơn vị đã được ghi khác đi vào đúng ngày này
problem-report_state = Báo cáo đang ở trạng thái { $state } nên không quyết định lại được.
problem-report_errors = Báo cáo còn { $errors } lỗi giữa các số liệu nên chưa nhận được. Hãy trả lại kèm câu hỏi.
problem-report_warnings = Báo cáo có { $warnings } cảnh báo. Hãy ghi lý do khi nhận.
problem-plan_blocked = Còn vướng: { $blockers }
problem-case_step = Hồ sơ { $case } { $state ->
    [recommended] được đề nghị
    [complete] đủ hồ sơ
    [appraised] đã thẩm định
    [published] đã công khai
    [voted] Hội đồng đã thông qua
    [submitted] đã trình
    [decided] đã có quyết định
    [awarded] đã trao thưởng
    [rejected] bị loại
    [withdrawn] đã rút
    *[revoked] đã thu hồi
}, nên chưa thể { $action ->
    [complete] xác nhận đủ hồ sơ
    [appraise] thẩm định
    [publish] công khai
    [accept] ghi kết quả biểu quyết
    [submit] trình
    [decide] ban hành quyết định
    [hand_over] trao thưởng
    [return] trả lại
    [reject] loại
    [hold] tạm dừng
    [release] cho tiếp tục
    [withdraw] rút
    *[revoke] thu hồi
}. Hãy xem các bước có thể làm tiếp trên trang hồ sơ.
problem-case_held = Hồ sơ { $case } đang tạm dừng. Hãy cho tiếp tục trước, hoặc trả lại, loại hay rút hồ sơ.
problem-case_unit_held = Hồ sơ { $case }: đơn vị { $unit } { $kind ->
    [exclude] bị loại khỏi diện xét
   *[hold] đang tạm dừng xét
}, nên chưa biểu quyết, trình hay quyết định hồ sơ này được. Khi xác minh xong, hãy gỡ tạm dừng hoặc loại trừ của đơn vị rồi làm tiếp.
problem-case_not_held = Hồ sơ { $case } không bị tạm dừng.
problem-part_unknown = Hồ sơ không có thành phần “{ $part }”. Các thành phần: { $parts }.
problem-dossier_closed = Hồ sơ { $case } không còn ở bước chuẩn bị nên không thêm hay bớt tệp được. Muốn sửa, hãy trả lại hồ sơ trước.
problem-dossier_incomplete = Hồ sơ { $case } còn thiếu: { $parts }. Hãy nộp đủ rồi xác nhận.
problem-dossier_full = Hồ sơ đã có { $most } tệp, kể cả tệp đã rút; không nhận thêm được. Hãy gộp các trang vào một tệp PDF.
problem-file_too_large = Tệp quá lớn: thành phần này chỉ nhận tệp đến { $limit } MB. Hãy giảm dung lượng ảnh quét hoặc chia tệp.
problem-file_name = Tên tệp { $fault ->
    [empty] để trống
    [too_long] dài quá 200 ký tự
    [path] có đường dẫn thư mục
    *[invisible] có ký tự không nhìn thấy được
}. Hãy đổi tên tệp rồi nộp lại.
problem-file_type = Đây là tệp { $type }, thành phần này chỉ nhận { $taken }. Hãy lưu sang dạng đó rồi nộp lại.
problem-file_unknown = Không nhận ra loại tệp. Hồ sơ nhận PDF, DOCX, XLSX, JPEG và PNG; đổi đuôi tên tệp không đổi được loại tệp.
problem-file_ending = Tên tệp có đuôi “{ $ending }” nhưng nội dung là { $type }. Hãy lưu lại đúng loại, hoặc sửa đuôi cho khớp.
problem-file_legacy = Đây là tệp Office kiểu cũ (.doc, .xls). Hãy lưu thành DOCX, XLSX hoặc PDF rồi nộp lại.
problem-file_protected = Tệp được bảo vệ bằng mật khẩu nên không ai kiểm tra được. Hãy bỏ mật khẩu rồi nộp lại.
problem-file_macro = Tệp có chứa macro ({ $place }) nên không nhận. Hãy lưu thành loại không có macro (DOCX, XLSX) hoặc PDF.
problem-file_active = Tệp PDF có lệnh tự chạy hoặc biểu mẫu động ({ $action }) nên không nhận. Hãy in lại thành PDF rồi nộp.
problem-file_hidden = Tệp PDF có nội dung nén không kiểm tra được nên không nhận. Hãy in lại thành PDF rồi nộp.
problem-file_unpacks = Tệp bung ra quá { $limit } MB nên không nhận. Hãy bớt nội dung hoặc lưu thành PDF.
problem-file_points = Ảnh có quá { $limit } triệu điểm ảnh. Hãy giảm kích thước rồi nộp lại.
problem-file_damaged = Tệp bị hỏng hoặc thiếu phần cuối. Hãy mở xem, lưu lại rồi nộp.
problem-publicity_begins = Danh sách chỉ có thể bắt đầu công khai từ ngày { $earliest }, không thể lùi về trước ngày lập.
problem-publicity_ends = Danh sách phải công khai ít nhất đến hết ngày { $earliest }.
problem-list_public = Danh sách { $number } còn công khai đến hết ngày { $ends }, chưa thể ghi nhận kết thúc.
problem-publicity_ended = Đợt công khai { $number } đã được ghi nhận kết thúc, không thay đổi được nữa.
problem-objections_open = Còn { $count } ý kiến phản ánh chưa giải quyết về hồ sơ { $cases }. Hãy giải quyết hết rồi mới kết thúc công khai, trình hay quyết định.
problem-objection_day = Ngày nhận phản ánh phải từ { $earliest } (ngày bắt đầu công khai) đến { $latest } (hôm nay).
problem-objection_settled = Phản ánh { $objection } đã được giải quyết rồi.
problem-choice_without_effect = Không điều chỉnh được đơn vị { $unit } ở hình thức này: { $reason ->
    [quota_full] đã hết chỗ trong chỉ tiêu: hoặc đã chọn nhiều đơn vị hơn số chỗ còn lại, hoặc các chỗ thuộc về đơn vị xếp trên; muốn có chỗ thì đưa một đơn vị ra khỏi danh sách trước
    [tie_admits_none] trường hợp ngang nhau này theo kế hoạch không do người chọn (bốc thăm, lấy tất cả hoặc không lấy)
    [lost_lot] trường hợp ngang nhau này theo kế hoạch không do người chọn (bốc thăm, lấy tất cả hoặc không lấy)
    [recommended_by_tie] trường hợp ngang nhau này theo kế hoạch không do người chọn (bốc thăm, lấy tất cả hoặc không lấy)
    [recommended_by_lot] trường hợp ngang nhau này theo kế hoạch không do người chọn (bốc thăm, lấy tất cả hoặc không lấy)
    [recommended] đơn vị đã được đề nghị rồi
    [higher_award] đơn vị đã được đề nghị hình thức cao hơn; hãy đưa ra khỏi hình thức đó trước
    [not_on_list] đơn vị không có trong danh sách mà hình thức này chọn ra
    [not_met] đơn vị không đạt một tiêu chí bắt buộc
    [open] có tiêu chí bắt buộc chưa kết luận được
    [too_few_points] đơn vị chưa đủ điểm
    [place_too_low] thứ hạng thấp hơn mức yêu cầu
    [other_subject] hình thức này dành cho loại đối tượng khác
    [on_hold] đơn vị đang tạm dừng xét
    [excluded] đơn vị bị loại khỏi diện xét
   *[other] còn chờ phân định trường hợp ngang nhau khác; hãy phân định trường hợp đó trước
 }.
problem-rescore_staged = Lần chấm lại số { $number } đang chờ quyết định. Hãy áp dụng hoặc hủy lần đó trước.
problem-rescore_not_staged = Lần chấm lại số { $number } ở trạng thái { $state }, không thể quyết định lại.
problem-rescore_stale = Số liệu làm căn cứ cho lần chấm lại số { $number } đã thay đổi. Hãy hủy và chấm lại lần khác.
problem-no_rules = Chưa có bộ quy định nào cho quyết định ngày { $day }; quy định sớm nhất có từ { $first }. Hãy kiểm tra lại ngày, hoặc bổ sung tệp quy định của thời kỳ đó.
problem-form_not_in_rules = Hình thức { $form } mà kế hoạch ghi cho { $award } không có trong bộ quy định { $pack }. Hãy chọn ngày khác hoặc bổ sung bộ quy định.
problem-decision_empty = Quyết định chưa có trường hợp nào. Hãy chọn ít nhất một hồ sơ.
problem-listed_twice = Số { $number } được ghi hai lần trong danh sách. Hãy bỏ một lần.
problem-decision_number_used = Số { $number } của { $issuer } trong năm { $year } đã dùng cho một quyết định (kế hoạch { $plan }). Hãy kiểm tra lại số.
problem-date_in_future = Ngày { $day } chưa đến; hôm nay là { $today }. Hãy ghi ngày không sau hôm nay.
problem-decision_before_vote = Ngày quyết định đứng trước phiên họp biểu quyết hồ sơ số { $case } ({ $day }). Quyết định ký từ ngày đó trở đi.
problem-decision_before_submission = Ngày quyết định đứng trước tờ trình của hồ sơ số { $case } ({ $day }). Quyết định ký từ ngày đó trở đi.
problem-submission_before_vote = Ngày tờ trình đứng trước phiên họp biểu quyết hồ sơ số { $case } ({ $day }). Tờ trình ký từ ngày đó trở đi.
problem-amendment_before_decision = Ngày đứng trước quyết định được điều chỉnh ({ $day }).
problem-revocation_before_award = Ngày hủy bỏ đứng trước ngày khen thưởng ({ $day }).
problem-hand_over_before_decision = Ngày trao đứng trước ngày quyết định ({ $day }).
problem-signatory_without_power = { $position } không có thẩm quyền ký tặng { $award }. Có thẩm quyền: { $allowed }.
problem-case_not_submitted = Hồ sơ { $case } không quyết định được: { $state ->
    [recommended] mới được đề nghị
    [complete] mới đủ hồ sơ
    [appraised] mới thẩm định
    [published] mới công khai
    [voted] Hội đồng đã thông qua nhưng chưa trình
    [decided] đã có quyết định
    [awarded] đã trao thưởng
    [rejected] đã bị loại
    [withdrawn] đã rút
    [revoked] khen thưởng đã bị thu hồi
   *[other] trạng thái { $state }
}. Chỉ hồ sơ đã trình mới đưa vào quyết định được.
problem-departure_without_reason = Quyết định khác với đề nghị ở { $count } trường hợp. Hãy ghi lý do.
problem-quota_exceeded = Vượt chỉ tiêu khen thưởng { $award } { $per ->
    [cluster] của cụm { $group }
    [source] của nguồn đề nghị { $group }
    [subject] của loại đối tượng { $group }
   *[overall] tính chung
}: được { $limit }, mà kể cả các trường hợp đã khen và đã trình thì thành { $count }. Hãy bỏ bớt những trường hợp không còn được đề nghị.
problem-already_awarded = Hồ sơ số { $case }: thành tích này đã được khen thưởng ({ $award }, quyết định { $decision }, kế hoạch { $plan }). Một thành tích không được khen thưởng hai lần.
problem-award_revoked = Khen thưởng số { $award } đã bị hủy bỏ.
problem-award_handed_over = Khen thưởng số { $award } đã trao rồi.
problem-award_not_of_decision = Khen thưởng số { $award } không thuộc quyết định này.
problem-amendment_empty = Quyết định điều chỉnh chưa thay đổi điều gì. Hãy thêm, bỏ hoặc đính chính ít nhất một trường hợp.

problem-no_individuals = Kế hoạch này không xét khen thưởng cá nhân: tệp kế hoạch không có phần [individuals].
problem-nomination_limit = Đơn vị { $nominator } chỉ được đề cử { $limit } cá nhân cho hình thức { $award } và đã đề cử { $count }. Hãy rút bớt trước khi đề cử thêm.
problem-nomination_state = Đề cử { $number } { $state ->
    [submitted] đang chờ chấp nhận
    [returned] đã trả lại
    [accepted] đã chấp nhận
    *[withdrawn] đã rút
} nên không làm được việc này.
problem-nomination_duplicate = Đề cử { $number } có thể trùng người với { $others }. Hãy rút một đề cử, hoặc xác nhận là những người khác nhau, rồi mới chấp nhận.
problem-nomination_erased = Dữ liệu cá nhân của đề cử { $number } đã được xóa nên không thay đổi được nữa.
problem-nomination_case = Đề cử { $number } đang có hồ sơ khen thưởng số { $case }. Hãy rút hồ sơ đó trước.
problem-not_yet_due = Chưa có dữ liệu cá nhân nào đến hạn xóa. Hạn xóa từ ngày { $from }.
problem-webhook_address = Địa chỉ { $address } thuộc mạng nội bộ của máy chủ nên không được nhận thông báo.
problem-webhook_tls = Chương trình được biên dịch không có TLS cho webhook nên không gửi được tới https://. Hãy biên dịch với tính năng webhook-tls.
problem-audit_broken = Chuỗi bản ghi nhật ký bị đứt tại bản ghi { $seq }.
problem-backup_differs = Bản sao { $rows } dòng không khớp với bản kê của tệp sao lưu.
problem-unavailable = Cơ sở dữ liệu tạm thời không dùng được. Hãy thử lại sau ít giây; chưa có gì được ghi.
problem-internal = Lỗi của chương trình. Chưa có gì được ghi; lỗi đã vào nhật ký hệ thống.
explanation-inputs-moved = Số liệu làm căn cứ cho bảng xếp hạng này đã thay đổi sau khi lưu nên không hiển thị được từng bước tính. Các bước sẽ hiển thị lại khi một lần chấm lại được áp dụng.
effect-first = báo cáo lần đầu: hạng { $after }
effect-rises = lên hạng { $before } -> { $after }
effect-falls = xuống hạng { $before } -> { $after }
effect-total = tổng điểm { $before } -> { $after }
effect-leaves = ra khỏi chỉ tiêu { $award }
effect-enters = vào chỉ tiêu { $award }
error-output-exists = tệp này đã có, chương trình không ghi đè; hãy chọn tên khác
plan-new-intro = Trả lời từng câu; có thể sửa tệp sau. Câu trả lời dừng giữa chừng (Ctrl-D) thì không ghi gì.
plan-new-code = Số, ký hiệu của kế hoạch:
plan-new-title = Tên kế hoạch:
plan-new-issuer = Cơ quan ban hành:
plan-new-issued = Ngày ban hành (ngày/tháng/năm):
plan-new-from = Thời gian thi đua từ ngày:
plan-new-to = đến ngày:
plan-new-levels = Các cấp đơn vị từ trên xuống, cách nhau bằng dấu phẩy (ví dụ: Tỉnh, Xã):
plan-new-takes-part = Đơn vị cấp "{ $name }" có dự thi không (c/k)?
plan-new-nobody = Không cấp nào dự thi thì không xếp hạng được: lấy tất cả các cấp.
plan-new-clusters = Chia cụm: 1 theo cột "cluster" của danh sách đơn vị, 2 theo đơn vị cấp trên, 3 theo cấp, 4 một cụm chung:
plan-new-points = Kế hoạch có chấm điểm không (c/k)?
plan-new-criterion = Tên tiêu chí:
plan-new-sentence = Câu nguyên văn trong kế hoạch (để trống nếu không có):
plan-new-gate = Đây là điều kiện bắt buộc (c/k)?
plan-new-kind = Loại: 1 tỷ lệ, 2 số đếm có giới hạn, 3 có/không, 4 mốc thời gian, 5 chấm điểm:
plan-new-part = Tử số là chỉ tiêu nào (ví dụ: Số hộ đã ký cam kết):
plan-new-whole = Mẫu số là chỉ tiêu nào (ví dụ: Tổng số hộ):
plan-new-counted = Đếm chỉ tiêu nào:
plan-new-question = Câu hỏi có/không (ví dụ: Có kế hoạch của đơn vị):
plan-new-done-on = Chỉ tiêu ghi ngày hoàn thành (ví dụ: Ngày ban hành kế hoạch):
plan-new-judged = Chỉ tiêu ghi điểm chấm:
plan-new-comparator = So sánh: 1 từ … trở lên, 2 trên …, 3 không quá …, 4 dưới …:
plan-new-percent = Ngưỡng, phần trăm (ví dụ: 99,90%):
plan-new-compare = So bằng: 1 phân số chính xác, 2 số làm tròn hai chữ số:
plan-new-limit = Giới hạn:
plan-new-due = Hạn cuối cùng của cấp "{ $name }" (để trống nếu không áp dụng):
plan-new-days = Đếm ngày chậm theo: 1 ngày lịch, 2 ngày làm việc:
plan-new-maximum = Điểm tối đa:
plan-new-points-met = Điểm khi đạt:
plan-new-other-kind = "{ $name }" đã là chỉ tiêu kiểu khác; hãy dùng tên khác.
plan-new-another-criterion = Thêm một tiêu chí nữa (c/k)?
plan-new-award = Có hình thức khen thưởng nào không (c/k)?
plan-new-another-award = Thêm một hình thức nữa, thấp hơn (c/k)?
plan-new-award-name = Tên hình thức khen thưởng:
plan-new-quota-per = Chỉ tiêu tính: 1 cho mỗi cụm, 2 cho tất cả:
plan-new-quota = Số đơn vị (ví dụ: 3) hoặc tỷ lệ đơn vị dự thi (ví dụ: 20%):
plan-new-rounding = Tỷ lệ tính ra không phải số nguyên đơn vị thì: 1 làm tròn xuống, 2 làm tròn lên, 3 làm tròn đến số gần nhất, từ một nửa thì lên:
plan-new-stopped = Đã dừng giữa chừng, chưa ghi tệp nào.
plan-new-mistakes = Đã ghi { $file }, nhưng tệp còn lỗi sau đây cần sửa:
plan-new-written = Đã ghi { $file }, tệp hợp lệ. Những gì kế hoạch để ngỏ đã ghi thành thiết lập rõ ràng; hãy đọc lại, sửa rồi kiểm tra: { $command }
ask-expected-text = Cần một dòng chữ, không quá 2.000 ký tự.
ask-expected-day = Cần một ngày, ví dụ 23/05/2021.
ask-expected-later = Ngày này phải không sớm hơn ngày bắt đầu.
ask-expected-yes = Trả lời "c" (có) hoặc "k" (không).
ask-expected-choice = Trả lời bằng một trong các số thứ tự trên.
ask-expected-amount = Cần một số từ 0, ví dụ 12,5; không viết dấu phân cách hàng nghìn.
ask-expected-percent = Cần một tỷ lệ phần trăm, ví dụ 99,90%.
ask-expected-quota = Cần số đơn vị, ví dụ 3, hoặc tỷ lệ, ví dụ 20%.
help-plan-new = Hỏi từng câu và ghi một tệp kế hoạch hợp lệ
help-plan-new-file = Tệp sẽ ghi (TOML); không ghi đè tệp đã có

## Figures that need a look

remark-note = Đây là các điểm cần xem lại, không phải kết luận: không chặn việc gì, không đổi kết quả, điểm hay thứ hạng nào.
remark-none = Không thấy điểm nào mà kế hoạch yêu cầu xem lại.
remark-not-asked = Kế hoạch không nêu số liệu nào cần xem lại (mục [[plausibility]]) nên không tìm gì.
remark-found = { $count } điểm cần xem lại
remark-looked-at = Đã xem những gì:
remark-entry = { $kind } [{ $code }]: { $examined }
remark-line = { $kind } [{ $code }] – { $about }
remark-kind-copied_rows = Nhiều đơn vị có số liệu giống hệt nhau
remark-kind-round_numbers = Nhiều số tròn
remark-kind-last_digit = Chữ số cuối phân bố không đều
remark-kind-always_equal = Hai số liệu luôn bằng nhau
remark-kind-outlier = Khác xa mức giữa của cụm
remark-kind-change = Thay đổi lớn so với báo cáo trước
remark-examined-units = Đã xem { $examined } đơn vị, cần xem lại: { $remarked }.
remark-examined-groups = Đã xem { $examined } nhóm, cần xem lại: { $remarked }.
remark-too-few-units = Đơn vị có quá ít số liệu, hoặc ở cụm quá nhỏ: { $count }.
remark-too-few-groups = Nhóm có quá ít số liệu: { $count }.
remark-without-spread = Đơn vị ở cụm không có độ phân tán (MAD bằng 0) nên không chia được: { $count }.
remark-without-earlier = Chưa xem: không có báo cáo trước để so.
remark-units = { $units }{ $more ->
    [0] {""}
   *[other] {" "}và { $more } đơn vị nữa
}
remark-beyond = và { $count } đơn vị ngoài phạm vi của bạn
remark-group-all = tất cả các đơn vị
remark-group-parent = các đơn vị trực thuộc { $unit }
remark-group-cluster = các đơn vị của cụm { $cluster }
remark-group-size = { $group }, { $count } đơn vị có các số liệu này
remark-missing = chưa báo cáo
remark-copied_rows = Mọi số liệu sau giống nhau ở các đơn vị này – { $figures }. Như vậy có { $counted } số liệu từ { $size } trở lên giống nhau; kế hoạch yêu cầu xem lại từ { $least } số liệu như vậy.
remark-round_numbers = Số liệu lớn hơn 0 – { $figures }. Bội của { $multiple }: { $round } trên { $reported } = { $share }; kế hoạch yêu cầu xem lại từ { $limit } trở lên, khi có ít nhất { $least } số liệu.
remark-last_digit = { $names }: trong { $figures } số liệu từ { $size } trở lên, số lần tận cùng bằng từng chữ số: { $digits }. Nếu đều nhau thì mỗi chữ số có { $expected }. χ² (khi bình phương) = Σ (thực tế − kỳ vọng)² / kỳ vọng = (10 × { $squares } − { $figures }²) / { $figures } = { $value }, trong đó { $squares } là tổng các bình phương; kế hoạch yêu cầu xem lại khi trên { $limit }, với ít nhất { $least } số liệu.
remark-always_equal = { $left } và { $right } bằng nhau ở mọi đơn vị trong số này; kế hoạch yêu cầu xem lại khi có ít nhất { $least } đơn vị.
remark-outlier = { $criterion }: { $fraction } = { $measure }. { $units } đơn vị của { $cluster } có trung vị { $median }, trung vị của các khoảng cách đến đó (MAD) là { $spread }. Điểm z hiệu chỉnh = { $quartile } × |{ $measure } − { $median }| / { $spread } = { $score }; kế hoạch yêu cầu xem lại khi trên { $limit }, với ít nhất { $least } đơn vị.
remark-outlier-no-spread = { $criterion }: { $fraction } = { $measure }. Ít nhất một nửa trong { $units } đơn vị của { $cluster } cùng bằng { $median } (MAD bằng 0 nên không chia được); kế hoạch yêu cầu xem lại mọi đơn vị khác mức đó.
remark-change = So với báo cáo trước của đơn vị – { $changes }. Kế hoạch yêu cầu xem lại khi trên { $limit }, với chênh lệch ít nhất { $least }.
remark-change-one = { $figure }: trước { $before }, nay { $now }, { $by } = { $percent } của { $before }
remark-change-from-zero = { $figure }: trước { $before }, nay { $now }, { $by }
remark-innocent-copied_rows = Có thể là bình thường: các đơn vị nhỏ cùng loại hay trùng nhau ngẫu nhiên; đơn vị càng lớn, càng nhiều số liệu thì càng ít khi trùng. Hãy đối chiếu với biên bản gốc.
remark-innocent-round_numbers = Có thể là bình thường: vài số tròn do ngẫu nhiên, nhất là số nhỏ; các số suy ra từ nhau thì cùng tròn. Hãy hỏi số được đếm hay ước lượng.
remark-innocent-last_digit = Có thể là bình thường: cứ một nghìn nhóm số đếm thật thì một nhóm ngẫu nhiên trên 27,88; các đơn vị được chia cùng cỡ (như mỗi nơi 500) cũng không đều. Điều này nói về cả nhóm, không nói gì về một đơn vị.
remark-innocent-always_equal = Có thể là bình thường: ở đơn vị nhỏ, mọi người tham gia thường nộp lại đủ. Khi có nhiều đơn vị, hãy hỏi cả hai số đều được đếm hay số này chép từ số kia.
remark-innocent-outlier = Có thể là bình thường: đơn vị đặc thù (doanh trại, bệnh viện, vùng xa) khác các đơn vị lân cận; ở cụm sát nhau, chênh lệch nhỏ đã là xa.
remark-innocent-change = Có thể là bình thường: báo cáo trước có thể là sơ bộ hoặc sai. Hãy xem lý do đính chính.
remark-advice = Kế hoạch lưu ý: { $advice }
help-reports-look = Liệt kê số liệu cần xem lại theo mục [[plausibility]] của kế hoạch; không từ chối gì
help-reports-look-plan = Tệp kế hoạch (TOML)
help-reports-look-units = Danh sách đơn vị (CSV hoặc XLSX)
help-reports-look-reports = Các tệp báo cáo (CSV hoặc XLSX), một hoặc nhiều
help-reports-look-earlier = Các báo cáo trước đó, để tìm thay đổi lớn
help-value-earlier = TỆP
help-reports-look-numbers = Cách viết số khi tệp không cho biết: vi (1.234,5) hoặc en (1,234.5)

# thidua bundle, thidua verify
help-bundle = Ghi một tệp chứng minh một bảng xếp hạng đã lưu
help-bundle-named = Số, ký hiệu kế hoạch hoặc số thứ tự của nó
help-bundle-database = Cơ sở dữ liệu
help-bundle-ranking = Số thứ tự của bảng xếp hạng đã lưu; không nêu thì lấy bảng đang có hiệu lực
help-bundle-output = Tệp sẽ ghi (ZIP); không ghi đè tệp đã có
help-verify = Tính lại bảng xếp hạng từ kế hoạch và số liệu trong tệp, không cần cơ sở dữ liệu
help-verify-file = Tệp do “thidua bundle” ghi
help-verify-threads = Số luồng cùng tính; không nêu thì bằng số lõi máy
help-value-named = KẾ_HOẠCH
help-value-ranking = SỐ
bundle-done = Bảng xếp hạng số { $number } đã ghi vào { $file } ({ $bytes } byte). Ai cũng kiểm chứng được: thidua verify { $file }
verify-head = Kế hoạch { $plan }, bảng xếp hạng số { $number }, lưu lúc { $made }, { $units } đơn vị, do thidua { $program } ghi
verify-input-hash = Mã băm căn cứ:  { $hash }
verify-result-hash = Mã băm kết quả:  { $hash }
verify-audit = Nhật ký lúc ghi tệp: { $records } bản ghi, mã băm cuối { $head }
verify-equal = KHỚP: tính lại từ kế hoạch và số liệu trong tệp, mọi kết luận tiêu chí, điểm, thứ hạng và đề nghị đều đúng như đã ghi, mọi mã băm đều đúng.
verify-compare = Muốn biết đây có đúng là bảng đã công bố hay không, hãy so hai mã băm trên với mã băm đã công bố.
verify-different = KHÔNG KHỚP:
verify-other-version = Tệp do phiên bản { $made } ghi, được kiểm bằng phiên bản { $own }. Hãy kiểm lại bằng phiên bản { $made } trước khi kết luận tệp bị sửa.
verify-missing = Thiếu { $member }.
verify-strange = { $member } không thuộc tệp này hoặc có hai lần.
verify-broken = Không giải nén được { $member }: { $reason }
verify-member-hash = { $member } đã bị sửa: SHA-256 là { $found }, không phải { $stated }
verify-plan = plan.toml không phải kế hoạch hợp lệ: { $mistake }
verify-plan-text = plan.toml không phải văn bản UTF-8.
verify-line = { $member }, dòng { $line }: không phải một dòng của bảng này.
verify-cell = { $member }, dòng { $line }: cột “{ $column }” không thể là “{ $text }”.
verify-moment = bundle.json: “{ $text }” không phải thời điểm.
verify-plan-code = bundle.json nêu kế hoạch { $stated }; plan.toml là { $found }.
verify-hash-input = Mã băm căn cứ: đã ghi { $stated }, tính từ các bảng { $found }
verify-hash-result = Mã băm kết quả: đã ghi { $stated }, của ranking.json là { $found }
verify-input = Căn cứ ({ $what }): inputs.txt ghi { $stated }, các bảng cho { $found }
verify-input-plan = kế hoạch
verify-input-as_of = thời điểm
verify-input-unit = đơn vị
verify-input-figures = số liệu của đơn vị
verify-input-hold = tạm dừng xét đơn vị
verify-input-choice = quyết định trực tiếp về đơn vị
verify-not-computed = Không tính được gì từ nội dung của tệp.
verify-unit = { $unit }{ $about }: { $part }: đã ghi { $stated }, tính lại được { $found }
verify-text = { $member }, dòng { $line }: đã ghi “{ $stated }”, tính lại được “{ $found }”
verify-part-unit = có mặt trong bảng, với thứ hạng
verify-part-outcome = kết luận tiêu chí
verify-part-measure = số đo
verify-part-points = điểm
verify-part-gates = điều kiện bắt buộc
verify-part-total_points = tổng điểm
verify-part-base_points = điểm cơ bản
verify-part-bonus_points = điểm thưởng
verify-part-penalty_points = điểm trừ
verify-part-incomplete = còn điểm chưa chấm
verify-part-excluded = không xét
verify-part-on_hold = tạm dừng xét
verify-part-cluster = cụm, khối
verify-part-rank = thứ hạng
verify-part-award = lý do ở hình thức khen thưởng
verify-part-recommendation = đề nghị khen thưởng
verify-part-reason = lý do
verify-part-reason_detail = đối tượng của lý do
verify-no-bundle = Không kiểm chứng được { $file }: { $reason }
verify-no-archive = không phải tệp ZIP nguyên vẹn; có thể tệp bị cắt cụt khi chuyển, hãy lấy lại tệp (bộ đọc báo: { $reason }).
verify-no-head = không có hoặc không đọc được bundle.json ({ $reason }).
verify-other-format = định dạng là { $format }; chương trình này kiểm thidua.bundle/1, thidua.bundle/2 và thidua.bundle/3.
verify-too-large = tệp quá lớn, giải nén ra hơn 1 GiB, hoặc có quá nhiều tệp con.

# Hội đồng: phiên họp, biểu quyết.
problem-dates_order = Ngày kết thúc { $until } phải sau ngày bắt đầu { $from }. Hãy sửa lại ngày.
problem-own_membership = Không ai tự sửa tư cách thành viên của mình, vì đơn vị công tác quyết định thành viên không được tham gia nội dung nào. Hãy nhờ cán bộ khác.
problem-recused = Việc này làm với nhiều hồ sơ cùng lúc, trong đó có hồ sơ mà bạn có liên quan. Hãy nhờ cán bộ khác.
problem-council_missing = Kế hoạch không nêu hội đồng nào. Hãy thêm council vào phần [process] của tệp kế hoạch.
problem-session_state = Phiên họp { $session } { $state ->
    [planned] mới dự kiến
    [open] đang họp
    [closed] đã kết thúc
   *[cancelled] đã hủy
} nên không làm được việc này.
problem-session_early = Phiên họp { $session } được tổ chức ngày { $date }; chưa đến ngày nên chưa mở được. Nếu họp sớm hơn, hãy sửa ngày trước.
problem-case_not_ready = Hồ sơ { $case } chưa đến bước biểu quyết hoặc đã qua bước này. Hãy xem hồ sơ đang ở bước nào.
problem-case_on_agenda = Hồ sơ { $case } đã có trong chương trình của phiên họp { $session }. Mỗi hồ sơ chỉ có một lần.
problem-vote_before_publicity = Hồ sơ { $case } chưa công khai xong trước ngày họp (đến hết ngày { $until }); kế hoạch chỉ cho biểu quyết tại phiên họp sau ngày đó, khi đã ghi kết thúc công khai.
problem-vote_rule_missing = Kế hoạch không nêu quy tắc biểu quyết của hình thức { $award }. Hãy thêm [[process.vote]] vào tệp kế hoạch.
problem-vote_not_open = Nội dung { $item } chưa mở biểu quyết. Hãy chờ chủ tọa mở.
problem-vote_opened = Nội dung { $item } đã mở biểu quyết nên không làm được việc này nữa.
problem-vote_closed = Nội dung { $item } đã kết thúc biểu quyết.
problem-voted_already = Phiếu của thành viên này cho nội dung { $item } đã được ghi nhận; mỗi người chỉ biểu quyết một lần.
problem-voter_recused = Thành viên có liên quan đến nội dung { $item } nên không tham gia biểu quyết nội dung này.
problem-voter_absent = Thành viên không có mặt, hoặc không có mặt khi mở biểu quyết nội dung { $item }, nên không biểu quyết tại phiên họp được.
problem-not_a_member = Chỉ thành viên của hội đồng { $council } trong ngày họp mới được biểu quyết, và phải tự đăng nhập.
problem-writing_refused = Không ghi được phiếu gửi bằng văn bản cho nội dung { $item }: thành viên không được ghi là biểu quyết bằng văn bản trước khi mở, hoặc quy tắc không cho phép.
problem-quorum_lost = Chỉ còn { $attending } trên { $members } thành viên có mặt; cần ít nhất { $required } mới biểu quyết được. Hãy chờ đủ thành viên, hoặc dừng biểu quyết.
problem-attendance_order = Với { $member } không ghi được như vậy lúc này: chỉ người đang có mặt mới rời phiên họp, và người đang có mặt không ghi có mặt lần nữa.
problem-session_unfinished = Chưa kết thúc phiên họp được: còn nội dung đang biểu quyết, chưa nêu lý do khác đề nghị hoặc chưa giải quyết trường hợp bằng nhau ({ $items }).
problem-tie_open = Chưa phải tất cả hồ sơ của nhóm bằng nhau { $tie } đã được kiểm phiếu. Hãy biểu quyết cho đủ trước.
problem-quota_changed = Nhóm bằng nhau { $tie } được biểu quyết cho { $voted } chỉ tiêu, nay còn { $now }. Hãy hủy kết quả kiểm phiếu và biểu quyết lại theo số chỉ tiêu mới.

# dossiers and publicity as files
publicity-column-number = STT
publicity-column-award = Hình thức khen thưởng
publicity-column-name = Tập thể, cá nhân
publicity-column-unit = Đơn vị
publicity-column-case = Số hồ sơ

# Cá nhân trong kế hoạch
words-individuals = Cá nhân
words-of-individuals = Cá nhân: { $title }
words-kind-leads = { $kind }: lãnh đạo, quản lý
words-kind-direct = { $kind }: không giữ chức vụ lãnh đạo, quản lý
words-unit-free = Kết quả của đơn vị không ảnh hưởng đến cá nhân.
words-unit-gates = Đơn vị của cá nhân phải đạt mọi điều kiện bắt buộc của đơn vị.
words-unit-award = Đơn vị của cá nhân phải được đề nghị { $award }.
words-person-clusters-column = Cá nhân được xếp hạng theo cụm, khối của đơn vị mình.
words-person-clusters-parent = Cá nhân được xếp hạng trong đơn vị mình.
words-person-clusters-subject = Cá nhân được xếp hạng theo loại cá nhân.
words-person-clusters-one = Mọi cá nhân được xếp hạng chung.
words-retention = Họ tên và thông tin cá nhân được lưu { $years } năm sau ngày kết thúc thi đua.

# Văn bản của quyết định
problem-decision_says = Quyết định đã ký ghi khác: { $recorded }. Hãy để trống mục đó hoặc ghi đúng như quyết định.

# Gói kiểm chứng có hồ sơ, biểu quyết, quyết định
verify-way = Sau xếp hạng: { $cases } hồ sơ, { $sessions } phiên họp, { $items } nội dung biểu quyết, { $decisions } hồ sơ trong quyết định
verify-way-equal = Thứ hạng cá nhân, thành viên không tham gia biểu quyết, số người dự họp tối thiểu, kiểm phiếu, phân định đồng hạng và quyết định đều đúng như tính lại.
verify-other-units = Bảng xếp hạng số { $number }, có hiệu lực từ { $from }: { $cases } hồ sơ dựa vào bảng này; mã băm kết quả: { $hash }
verify-other-persons = Bảng xếp hạng cá nhân số { $number }, có hiệu lực từ { $from }: { $cases } hồ sơ dựa vào bảng này; mã băm kết quả: { $hash }
verify-others-equal = Với các bảng xếp hạng khác này, đã kiểm mã băm, thứ hạng và lý do của từng hồ sơ, số suất khi đồng hạng. Điểm và thứ hạng trong đó không được tính lại vì căn cứ của chúng không có trong tệp này. Tệp kiểm chứng của chính bảng ấy chứng minh điều đó; nếu không, hãy so mã băm với mã băm đã công bố.
verify-hash-other = Mã băm của { $member }: bundle.json ghi { $stated }, tìm thấy { $found }
verify-differs = { $member }, dòng { $line }, cột “{ $column }”: đã ghi “{ $stated }”, tính lại được “{ $found }”
verify-hash-persons-input = Mã băm căn cứ xếp hạng cá nhân: đã ghi { $stated }, của persons_inputs.txt là { $found }
verify-hash-persons-result = Mã băm kết quả xếp hạng cá nhân: đã ghi { $stated }, của persons_result.json là { $found }
problem-bundle_hidden = Bạn không được tham gia xét một số hồ sơ của kế hoạch này, mà tệp kiểm chứng có mọi lá phiếu. Hãy nhờ cán bộ không liên quan xuất tệp.

# Văn bản của quyết định

# Quyết định, tờ trình, phiên họp: những gì không khớp nhau
problem-revocation_before_hand_over = Khen thưởng số { $award } đã trao ngày { $day }; quyết định đưa ra khỏi danh sách hoặc hủy bỏ không được ghi ngày trước đó.
problem-membership_voted = Hội đồng đã biểu quyết tại phiên họp { $session } ngày { $day } với các thành viên của ngày đó, nên không thêm hay bớt thành viên của ngày đó được nữa. Hãy chọn ngày sau đó.
problem-letter_number_used = Tờ trình số { $number } ngày { $day } của kế hoạch này đã dùng số đó trong năm. Hãy kiểm tra lại số.
problem-letter_before_letter = Hồ sơ { $case } đã trình tại tờ trình số { $number } ngày { $day } rồi bị trả lại; tờ trình mới không được ghi ngày trước đó.
problem-award_below_lost = Hồ sơ { $case } được chọn từ danh sách của hình thức khen thưởng cấp dưới, mà hồ sơ { $other } của cùng đối tượng ở hình thức đó { $state ->
    [rejected] đã bị loại
    *[revoked] đã bị thu hồi
}. Hãy trả lại hoặc loại hồ sơ { $case }.
problem-award_below_hidden = Hồ sơ { $case } phụ thuộc vào một hồ sơ mà bạn không được tham gia xét. Hãy nhờ cán bộ không liên quan ghi quyết định.
