import { createLink } from '@tanstack/react-router';
import { Button, type ButtonProps } from 'antd';

/**
 * A link that looks like a button: it leads somewhere, it does nothing by itself. `primary` stands for the button's
 * `type`, which a link of the router takes for itself.
 */
export const ButtonLink = createLink(
  ({ primary = false, ...rest }: Omit<ButtonProps, 'type'> & { primary?: boolean }) => (
    <Button {...rest} type={primary ? 'primary' : 'default'} />
  ),
);
