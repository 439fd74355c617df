package io.github.openairun.tool;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import jakarta.validation.Validator;
import jakarta.validation.metadata.BeanDescriptor;
import jakarta.validation.metadata.MethodDescriptor;
import jakarta.validation.metadata.ParameterDescriptor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.tool.HandlerParameters.Argument;

/**
 * Makes validators of methods whose parameters, or the types of these, have Jakarta
 * Validation's constraints.
 */
final class JakartaArgumentValidators {

	private final Validator validator;

	private final JsonMapper mapper;

	private JakartaArgumentValidators(Validator validator, JsonMapper mapper) {
		this.validator = validator;
		this.mapper = mapper;
	}

	static @Nullable JakartaArgumentValidators find(BeanFactory beanFactory, JsonMapper mapper) {
		Validator validator = beanFactory.getBeanProvider(Validator.class).getIfUnique();
		return (validator != null) ? new JakartaArgumentValidators(validator, mapper) : null;
	}

	/**
	 * Make a validator of a method.
	 * @param beanClass the class of the bean
	 * @param method the method
	 * @param parameters its parameters
	 * @return the validator, {@link ArgumentValidator#NONE} if there are no constraints
	 */
	ArgumentValidator create(Class<?> beanClass, Method method, HandlerParameters parameters) {
		MethodDescriptor descriptor = this.validator.getConstraintsForClass(beanClass)
			.getConstraintsForMethod(method.getName(), method.getParameterTypes());
		boolean constrained = descriptor != null && descriptor.hasConstrainedParameters();
		List<JakartaArgumentValidator.Value> values = new ArrayList<>();
		for (Argument argument : parameters.arguments()) {
			ParameterDescriptor parameter = (descriptor != null)
					? descriptor.getParameterDescriptors().get(argument.position()) : null;
			JavaType type = this.mapper.constructType(argument.parameter().type());
			boolean cascaded = constrained && parameter != null
					&& (parameter.isCascaded() || isCascadedInside(parameter));
			values.add(new JakartaArgumentValidator.Value(argument.parameter().name(), argument.position(), type,
					!cascaded && isConstrained(type)));
		}
		if (!constrained && values.stream().noneMatch(JakartaArgumentValidator.Value::validated)) {
			return ArgumentValidator.NONE;
		}
		return new JakartaArgumentValidator(this.validator, this.mapper, constrained ? method : null, values);
	}

	/** Make a validator of one object that has all arguments. */
	ArgumentValidator create(Class<?> valueType) {
		JavaType type = this.mapper.constructType(valueType);
		JakartaArgumentValidator.Value value = new JakartaArgumentValidator.Value("", 0, type, true);
		return isConstrained(type) ? new JakartaArgumentValidator(this.validator, this.mapper, null, List.of(value))
				: ArgumentValidator.NONE;
	}

	private static boolean isCascadedInside(ParameterDescriptor parameter) {
		return parameter.getConstrainedContainerElementTypes().stream().anyMatch((element) -> element.isCascaded());
	}

	private boolean isConstrained(JavaType type) {
		JavaType inner = type.hasContentType() ? type.getContentType() : type;
		Class<?> beanClass = inner.getRawClass();
		if (beanClass.isPrimitive() || beanClass.isEnum() || beanClass.getName().startsWith("java.")) {
			return false;
		}
		BeanDescriptor descriptor = this.validator.getConstraintsForClass(beanClass);
		return descriptor.isBeanConstrained() || !descriptor.getConstrainedProperties().equals(Set.of())
				|| Modifier.isAbstract(beanClass.getModifiers());
	}

}
