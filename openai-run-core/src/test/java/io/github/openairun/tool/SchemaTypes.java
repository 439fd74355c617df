package io.github.openairun.tool;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One field for each case of the schema table.
 */
@SuppressWarnings("unused")
class SchemaTypes extends SchemaSamples {

	String text;

	CharSequence charSequence;

	char character;

	Character boxedCharacter;

	boolean flag;

	Boolean boxedFlag;

	byte oneByte;

	short oneShort;

	int oneInt;

	Integer boxedInt;

	long oneLong;

	BigInteger bigInteger;

	float oneFloat;

	double oneDouble;

	BigDecimal decimal;

	Number number;

	UUID uuid;

	URI uri;

	URL url;

	Locale locale;

	Currency currency;

	LocalDate date;

	LocalDateTime localDateTime;

	LocalTime localTime;

	Instant instant;

	OffsetDateTime offsetDateTime;

	ZonedDateTime zonedDateTime;

	OffsetTime offsetTime;

	Date oldDate;

	Duration duration;

	Period period;

	Year year;

	DayNumber dayNumber;

	YearMonth yearMonth;

	MonthDay monthDay;

	ZoneId zone;

	DayOfWeek dayOfWeek;

	byte[] bytes;

	Status status;

	NamedStatus namedStatus;

	PartlyNamedStatus partlyNamedStatus;

	CodedStatus codedStatus;

	NumericStatus numericStatus;

	SpokenStatus spokenStatus;

	@Nullable Status nullableStatus;

	List<String> list;

	List<@Nullable String> listOfNullable;

	List<? extends Number> wildcards;

	Set<Integer> set;

	Collection<LocalDate> dates;

	EnumSet<Status> enumSet;

	int[] ints;

	String[] array;

	@Nullable String[] arrayOfNullable;

	String @Nullable [] nullableArray;

	List<List<@Nullable String>> nullableInside;

	List<@Nullable List<String>> nullableOutside;

	@Nullable String[][] arraysOfNullable;

	String[] @Nullable [] nullableArrays;

	List<Optional<String>> listOfOptional;

	Optional<List<@Nullable String>> optionalOfNullable;

	List<? extends @Nullable Number> wildNullable;

	List<@Nullable Point> listOfNullablePoints;

	AtomicReference<String> reference;

	Compact compact;

	NullableTags nullableTags;

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "at")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Left.class, name = "left"),
			@JsonSubTypes.Type(value = Right.class, name = "right") })
	Side sideNamedHere;

	List<List<Boolean>> nestedList;

	Optional<String> optional;

	OptionalInt optionalInt;

	Optional<List<String>> optionalList;

	@Nullable String nullable;

	Point point;

	@Nullable Point nullablePoint;

	List<Point> points;

	Line line;

	Described described;

	OptionalParts optionalParts;

	Renamed renamed;

	Ignoring ignoring;

	Bean bean;

	Formatted formatted;

	Page<Point> page;

	OrderNumber orderNumber;

	Factory factory;

	Empty empty;

	Node node;

	Person person;

	Shape shape;

	@Nullable Shape nullableShape;

	Animal animal;

	Expression expression;

	Circle circle;

	Map<String, Integer> map;

	Map<String, Point> mapOfPoints;

	Map<String, @Nullable Integer> mapOfNullable;

	Map<NamedStatus, Integer> enumMap;

	MapHolder mapHolder;

	Object object;

	JsonNode json;

	@SuppressWarnings("rawtypes")
	List rawList;

	AnyProperties anyProperties;

	AnyNumbers anyNumbers;

	Unwrapped unwrapped;

	OpenInterface openInterface;

	OptionalPrimitive optionalPrimitive;

	NoCreator noCreator;

	Nesting<String> nesting;

	static class AnyNumbers {

		public String name = "";

		@JsonAnySetter
		void any(String name, int value) {
		}

	}

	record DayNumber(@JsonFormat(shape = JsonFormat.Shape.NUMBER_INT) LocalDate day) {
	}

}
