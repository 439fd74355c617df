package io.github.openairun.tool;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import jakarta.validation.Constraint;
import jakarta.validation.OverridesAttribute;
import jakarta.validation.constraints.AssertFalse;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Future;
import jakarta.validation.constraints.FutureOrPresent;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NegativeOrZero;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Past;
import jakarta.validation.constraints.PastOrPresent;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Reads Jakarta Validation's annotations of the default group. Composed constraints are
 * read with the attributes that they pass on.
 */
final class JakartaConstraints {

	/** What Java's regular expressions have and those of JSON Schema may not. */
	private static final java.util.regex.Pattern JAVA_ONLY = java.util.regex.Pattern
		.compile("\\(\\?(?!:)|[*+?}]\\+|\\\\[pPQEAGZzhHRXkb]|&&|\\[[^\\]]*\\[");

	private static final String HIBERNATE = "org.hibernate.validator.constraints";

	private static final Map<String, String> HIBERNATES = Map.of("URL", "a URL", "UUID", "a UUID", "UniqueElements",
			"no duplicates", "ISBN", "an ISBN", "EAN", "an EAN", "CreditCardNumber", "a credit card number");

	private JakartaConstraints() {
	}

	static void read(Annotation annotation, SchemaConstraints target) {
		Class<? extends Annotation> type = annotation.annotationType();
		Object contained = attribute(annotation, "value");
		if (contained instanceof Annotation[] list) {
			Arrays.stream(list).forEach((one) -> read(one, target));
		}
		else if (type.isAnnotationPresent(Constraint.class)
				&& attribute(annotation, "groups") instanceof Class<?>[] groups && groups.length == 0) {
			if (type.getPackage() == Size.class.getPackage()) {
				readNumber(annotation, target);
				readText(annotation, target);
				readOther(annotation, target);
			}
			else if (!readHibernates(annotation, target) && !compose(annotation, target)) {
				readMessage(annotation, target);
			}
		}
	}

	/**
	 * Read the constraints that a composed constraint consists of, with the attributes
	 * that it passes on to them.
	 * @return whether there are any
	 */
	private static boolean compose(Annotation composed, SchemaConstraints target) {
		if (isChoice(composed.annotationType())) {
			return false;
		}
		boolean found = false;
		Map<Class<?>, Integer> indexes = new HashMap<>();
		for (Annotation part : composed.annotationType().getAnnotations()) {
			Annotation[] parts = (attribute(part, "value") instanceof Annotation[] list) ? list
					: new Annotation[] { part };
			for (Annotation one : parts) {
				int index = indexes.merge(one.annotationType(), 0, (known, first) -> known + 1);
				read(overridden(one, index, composed), target);
				found = found || one.annotationType().isAnnotationPresent(Constraint.class);
			}
		}
		return found;
	}

	/** Whether it is enough that one of the parts holds, or needed that none does. */
	private static boolean isChoice(Class<?> composed) {
		return Arrays.stream(composed.getAnnotations())
			.anyMatch((part) -> part.annotationType().getName().equals(HIBERNATE + ".ConstraintComposition")
					&& !"AND".equals(String.valueOf(attribute(part, "value"))));
	}

	/** Hibernate's own constraints are described by their names only. */
	private static boolean readHibernates(Annotation annotation, SchemaConstraints target) {
		Class<?> type = annotation.annotationType();
		if (!type.getPackageName().equals(HIBERNATE)) {
			return false;
		}
		if (attribute(annotation, "min") instanceof Integer min
				&& attribute(annotation, "max") instanceof Integer max) {
			target.size(min, max);
			return true;
		}
		String hint = HIBERNATES.get(type.getSimpleName());
		if (hint != null) {
			target.hint(hint);
		}
		return hint != null;
	}

	/** A constraint with its own validator may still describe itself in its message. */
	private static void readMessage(Annotation annotation, SchemaConstraints target) {
		if (attribute(annotation, "message") instanceof String message && !message.isBlank()
				&& !message.contains("{")) {
			target.hint(message);
		}
	}

	private static Annotation overridden(Annotation part, int index, Annotation composed) {
		Map<String, Object> attributes = new HashMap<>();
		for (Method method : composed.annotationType().getDeclaredMethods()) {
			for (OverridesAttribute override : method.getAnnotationsByType(OverridesAttribute.class)) {
				boolean same = override.constraint() == part.annotationType()
						&& (override.constraintIndex() == -1 || override.constraintIndex() == index);
				if (same) {
					attributes.put(override.name().isEmpty() ? method.getName() : override.name(),
							attribute(composed, method.getName()));
				}
			}
		}
		if (attributes.isEmpty()) {
			return part;
		}
		Map<String, Object> all = new HashMap<>(AnnotationUtils.getAnnotationAttributes(part));
		all.putAll(attributes);
		return AnnotationUtils.synthesizeAnnotation(all, part.annotationType(), null);
	}

	private static Object attribute(Annotation annotation, String name) {
		Method method = ReflectionUtils.findMethod(annotation.annotationType(), name);
		if (method == null) {
			return "";
		}
		ReflectionUtils.makeAccessible(method);
		Object value = ReflectionUtils.invokeMethod(method, annotation);
		return (value != null) ? value : "";
	}

	private static void readNumber(Annotation annotation, SchemaConstraints target) {
		if (annotation instanceof Min min) {
			if (min.value() > Long.MIN_VALUE) {
				target.minimum(BigDecimal.valueOf(min.value()), true);
			}
		}
		else if (annotation instanceof Max max) {
			if (max.value() < Long.MAX_VALUE) {
				target.maximum(BigDecimal.valueOf(max.value()), true);
			}
		}
		else if (annotation instanceof DecimalMin min) {
			target.minimum(new BigDecimal(min.value()), min.inclusive());
		}
		else if (annotation instanceof DecimalMax max) {
			target.maximum(new BigDecimal(max.value()), max.inclusive());
		}
		else if (annotation instanceof Positive || annotation instanceof PositiveOrZero) {
			target.minimum(BigDecimal.ZERO, annotation instanceof PositiveOrZero);
		}
		else if (annotation instanceof Negative || annotation instanceof NegativeOrZero) {
			target.maximum(BigDecimal.ZERO, annotation instanceof NegativeOrZero);
		}
		else if (annotation instanceof Digits digits) {
			target.hint("at most " + digits.integer() + " digits"
					+ ((digits.fraction() > 0) ? " and " + digits.fraction() + " decimals" : ", no decimals"));
		}
	}

	private static void readText(Annotation annotation, SchemaConstraints target) {
		if (annotation instanceof Size size) {
			target.size(size.min(), size.max());
		}
		else if (annotation instanceof NotEmpty) {
			target.size(1, Integer.MAX_VALUE);
		}
		else if (annotation instanceof NotBlank) {
			target.hint("not blank");
		}
		else if (annotation instanceof Email) {
			target.format("email");
		}
		else if (annotation instanceof Pattern pattern) {
			if (pattern.flags().length > 0 || JAVA_ONLY.matcher(pattern.regexp()).find()) {
				target.hint("must match " + pattern.regexp());
			}
			else {
				target.pattern(anchored(pattern.regexp()));
			}
		}
	}

	/** Java matches the whole text, JSON Schema any part of it. */
	private static String anchored(String pattern) {
		if (pattern.contains("|")) {
			return "^(?:" + pattern + ")$";
		}
		boolean ends = pattern.endsWith("$") && !pattern.endsWith("\\$");
		return (pattern.startsWith("^") ? "" : "^") + pattern + (ends ? "" : "$");
	}

	private static void readOther(Annotation annotation, SchemaConstraints target) {
		if (annotation instanceof Past || annotation instanceof PastOrPresent) {
			target.hint("in the past" + ((annotation instanceof Past) ? "" : " or now"));
		}
		else if (annotation instanceof Future || annotation instanceof FutureOrPresent) {
			target.hint("in the future" + ((annotation instanceof Future) ? "" : " or now"));
		}
		else if (annotation instanceof AssertTrue || annotation instanceof AssertFalse) {
			target.hint("must be " + (annotation instanceof AssertTrue));
		}
	}

}
