package io.github.openairun.tool;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.Payload;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Future;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NegativeOrZero;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PastOrPresent;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import org.hibernate.validator.constraints.Length;
import org.hibernate.validator.constraints.Range;
import org.hibernate.validator.constraints.URL;
import org.hibernate.validator.constraints.UniqueElements;
import org.jspecify.annotations.Nullable;

/**
 * One field for each constraint, and what becomes of it.
 */
@SuppressWarnings("unused")
class ConstrainedTypes {

	@Expected("{type: integer, minimum: 1, maximum: 5}")
	@Min(1)
	@Max(5)
	int range;

	@Expected("{type: [integer, 'null'], minimum: 1}")
	@Nullable
	@Min(1)
	Integer nullable;

	@Expected("{type: [integer, 'null'], minimum: 1}")
	@Min(1)
	OptionalInt optionalInt;

	@Expected("{type: number, minimum: 0.5, exclusiveMaximum: 9.50}")
	@DecimalMin("0.5")
	@DecimalMax(value = "9.50", inclusive = false)
	BigDecimal decimal;

	@Expected("{type: integer, exclusiveMinimum: 0}")
	@Positive
	long positive;

	@Expected("{type: number, maximum: 0}")
	@NegativeOrZero
	double negative;

	@Expected("{type: number, description: 'at most 4 digits and 2 decimals'}")
	@Digits(integer = 4, fraction = 2)
	BigDecimal digits;

	@Expected("{type: string, description: 'at least 3'}")
	@Min(3)
	String numberInText;

	@Expected("{type: string, description: '2 to 5 characters'}")
	@Size(min = 2, max = 5)
	String sized;

	@Expected("{type: string, description: 'at most 5 characters'}")
	@Size(max = 5)
	String shortText;

	@Expected("{type: string, description: 'at least 2 characters; not blank'}")
	@Size(min = 2)
	@NotBlank
	String longText;

	@Expected("{type: string, description: '3 characters'}")
	@Size(min = 3, max = 3)
	String exact;

	@Expected("{type: string, description: 'not empty'}")
	@NotEmpty
	String notEmpty;

	@Expected("{type: string, pattern: '^[A-Z]+$'}")
	@Pattern(regexp = "[A-Z]+")
	String pattern;

	@Expected("{type: string, pattern: '^(?:a|b)$'}")
	@Pattern(regexp = "a|b")
	String choice;

	@Expected("{type: string, pattern: '^a+$'}")
	@Pattern(regexp = "^a+$")
	String anchored;

	@Expected("{type: string, description: 'must match (?i)a+'}")
	@Pattern(regexp = "(?i)a+")
	String javaPattern;

	@Expected("{type: string, description: 'must match a+'}")
	@Pattern(regexp = "a+", flags = Pattern.Flag.CASE_INSENSITIVE)
	String flagged;

	@Expected("{type: string, pattern: '^a.*$', description: 'must match ^.*b$'}")
	@Pattern(regexp = "a.*")
	@Pattern(regexp = ".*b")
	String patterns;

	@Expected("{type: string, format: email}")
	@Email
	String email;

	@Expected("{type: array, items: {type: string}, minItems: 1, maxItems: 3}")
	@Size(min = 1, max = 3)
	List<String> list;

	@Expected("{type: array, items: {type: integer}, minItems: 1}")
	@NotEmpty
	int[] array;

	@Expected("{type: array, items: {type: string, description: 'not blank'}}")
	List<@NotBlank String> elements;

	@Expected("{type: [integer, 'null'], maximum: 7}")
	Optional<@Max(7) Integer> optional;

	@Expected("{type: object, additionalProperties: {type: integer, minimum: 1}, description: '1 to 2 entries'}")
	@Size(min = 1, max = 2)
	Map<String, @Min(1) Integer> map;

	@Expected("{type: string, description: 'Format: dd.MM.yyyy; in the past or now'}")
	@PastOrPresent
	@JsonFormat(pattern = "dd.MM.yyyy")
	LocalDate past;

	@Expected("{type: string, format: date, description: 'in the future'}")
	@Future
	LocalDate future;

	@Expected("{type: boolean, description: 'must be true'}")
	@AssertTrue
	boolean accepted;

	@Expected("{type: string}")
	@NotNull
	String notNull;

	@Expected("{type: integer}")
	@Min(value = 1, groups = Payload.class)
	int otherGroup;

	@Expected("{type: string, pattern: '^[0-9]+$', description: 'at most 9 characters'}")
	@ComposedConstraints.OrderNumber
	String composed;

	@Expected("{type: integer, minimum: 1, maximum: 5}")
	@Range(min = 1, max = 5)
	int passedOn;

	@Expected("{type: integer, minimum: 1}")
	@Range(min = 1)
	int passedOnInPart;

	@Expected("{type: string, description: '2 to 9 characters'}")
	@Length(min = 2, max = 9)
	String hibernateLength;

	@Expected("{type: string, description: 'a URL'}")
	@URL
	String url;

	@Expected("{type: array, items: {type: string}, description: 'no duplicates'}")
	@UniqueElements
	List<String> unique;

	@Expected("{type: string, description: 'must be in stock'}")
	@ComposedConstraints.InStock
	String ownValidator;

	@Expected("{type: string}")
	@ComposedConstraints.InStock(message = "{shop.in-stock}")
	String ownValidatorWithoutWords;

	@Expected("{type: string, description: 'digits or nothing'}")
	@ComposedConstraints.Choice
	String composedOfChoices;

	@Expected("{type: string, description: '2 to 7 characters; at most 3 characters'}")
	@ComposedConstraints.Code(longest = 7)
	String passedOnToOneOfTwo;

	@Expected("{type: object, properties: {count: {type: integer, minimum: 1}, name: {type: string, "
			+ "description: 'The name (at most 9 characters)'}}, required: [count, name], "
			+ "additionalProperties: false}")
	Inner inner;

	@Expected("{type: object, properties: {size: {type: integer, minimum: 1}}, required: [size], "
			+ "additionalProperties: false}")
	Bean bean;

	@Expected("{type: object, properties: {names: {type: array, items: {type: string, description: 'not blank'}}}, "
			+ "required: [names], additionalProperties: false}")
	Compact compact;

	record Compact(List<@NotBlank String> names) {

		Compact {
			names = List.copyOf(names);
		}

	}

	record Inner(@Min(1) int count, @JsonPropertyDescription("The name") @Size(max = 9) String name) {
	}

	static class Bean {

		@Min(1)
		private int size;

		public int getSize() {
			return this.size;
		}

		public void setSize(int size) {
			this.size = size;
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface Expected {

		String value();

	}

}
