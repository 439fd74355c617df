package io.github.openairun.tool;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import jakarta.validation.Constraint;
import jakarta.validation.OverridesAttribute;
import jakarta.validation.Payload;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.hibernate.validator.constraints.CompositionType;
import org.hibernate.validator.constraints.ConstraintComposition;

/**
 * SchemaConstraints that an application makes of others, or checks itself.
 */
final class ComposedConstraints {

	private ComposedConstraints() {
	}

	@Constraint(validatedBy = {})
	@ConstraintComposition(CompositionType.OR)
	@Pattern(regexp = "[0-9]+")
	@Size(max = 0)
	@Retention(RetentionPolicy.RUNTIME)
	@interface Choice {

		String message() default "digits or nothing";

		Class<?>[] groups() default {};

		Class<? extends Payload>[] payload() default {};

	}

	@Constraint(validatedBy = {})
	@Retention(RetentionPolicy.RUNTIME)
	@interface InStock {

		String message() default "must be in stock";

		Class<?>[] groups() default {};

		Class<? extends Payload>[] payload() default {};

	}

	@Constraint(validatedBy = {})
	@Size(min = 2, max = 9)
	@Size(max = 3)
	@Retention(RetentionPolicy.RUNTIME)
	@interface Code {

		@OverridesAttribute(constraint = Size.class, name = "max", constraintIndex = 0)
		int longest();

		String message() default "";

		Class<?>[] groups() default {};

		Class<? extends Payload>[] payload() default {};

	}

	@Constraint(validatedBy = {})
	@Pattern(regexp = "[0-9]+")
	@Size(max = 9)
	@Retention(RetentionPolicy.RUNTIME)
	@interface OrderNumber {

		String message() default "";

		Class<?>[] groups() default {};

		Class<? extends Payload>[] payload() default {};

	}

}
